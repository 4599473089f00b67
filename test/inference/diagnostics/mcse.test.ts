import assert from "node:assert/strict";
import { test } from "node:test";
import { bfmi, mcseMean, mcseQuantile, mcseSd } from "pml/inference";
import { Random } from "pml/random";

test("for independent normals the errors are those of the textbook", () => {
  const n = 40_000;
  const draws = [0, 1, 2, 3].map((c) =>
    Random.from(1)
      .split(c)
      .fillNormal(new Float64Array(n / 4)),
  );
  const near = (found: number, truth: number) =>
    assert.ok(Math.abs(found / truth - 1) < 0.12, `${found}, should be near ${truth}`);
  near(mcseMean(draws), 1 / Math.sqrt(n));
  near(mcseSd(draws), 1 / Math.sqrt(2 * n));
  // sd of a sample quantile: sqrt(p (1 - p) / n) / density
  near(mcseQuantile(draws, 0.5), 0.5 / Math.sqrt(n) / 0.3989422804);
  near(mcseQuantile(draws, 0.9), 0.3 / Math.sqrt(n) / 0.1754983319);
});

test("bfmi is 2 for independent energies, small for a slow walk, NaN for a constant", () => {
  const random = Random.from(1);
  const independent = random.fillNormal(new Float64Array(10_000));
  let level = 0;
  const walk = Float64Array.from({ length: 10_000 }, () => {
    level += random.normal();
    return level;
  });
  const [first, second, third] = bfmi([independent, walk, new Float64Array(10_000)]);
  assert.ok(Math.abs(first! - 2) < 0.1, `independent ${first}`);
  assert.ok(second! < 0.01, `walk ${second}`);
  assert.ok(Number.isNaN(third));
});
