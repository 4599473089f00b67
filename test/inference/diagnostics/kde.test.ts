import assert from "node:assert/strict";
import { test } from "node:test";
import { kde } from "pml/inference";
import { normalLogDensity } from "pml/math";
import { Random } from "pml/random";

const random = Random.from(1);
const normal = random.fillNormal(new Float64Array(20_000));
const integral = ({ x, density }: { x: Float64Array; density: Float64Array }) =>
  density.reduce((sum, value) => sum + value, 0) * (x[1]! - x[0]!);

test("is near the density the draws come from, and integrates to 1", () => {
  for (const bandwidth of ["experimental", "isj", "silverman", "scott"] as const) {
    const estimate = kde(normal, { bandwidth });
    assert.ok(Math.abs(integral(estimate) - 1) < 0.01, `${bandwidth}: integral ${integral(estimate)}`);
    estimate.x.forEach((x, i) => {
      const error = estimate.density[i]! - Math.exp(normalLogDensity(x));
      assert.ok(Math.abs(error) < 0.03, `${bandwidth}: off by ${error} at ${x}`);
    });
  }
});

test("reflection keeps the height at a sharp bound", () => {
  const uniform = Float64Array.from({ length: 20_000 }, () => random.uniform());
  const { density } = kde(uniform);
  for (const value of [density[0]!, density[density.length - 1]!]) {
    assert.ok(Math.abs(value - 1) < 0.15, `height ${value} at the bound`);
  }
});

test("draws that are not finite are left out; without two different ones there is no density", () => {
  const holed = [...normal, Number.NaN, Infinity];
  assert.deepEqual(kde(holed), kde(normal));
  for (const draws of [[], [1, 1, 1], [Number.NaN]]) assert.equal(kde(draws).x.length, 0);
  assert.throws(() => kde(normal, { bins: 50 }), /bins must be an integer of at least 100/);
  assert.throws(() => kde(normal, { bandwidth: 0 }), /bandwidth must be a finite number above 0/);
  // more than half of the draws equal: Silverman's rule knows no width
  assert.throws(
    () => kde([1, 1, 1, 1, 1, 1, 2], { bandwidth: "silverman" }),
    /bandwidth of these draws is 0/,
  );
});
