import assert from "node:assert/strict";
import { test } from "node:test";
import { hdi } from "pml/inference";
import { Random } from "pml/random";

test("the shortest window, the first one on ties, over all chains", () => {
  assert.deepEqual(hdi([Float64Array.of(0, 10, 11), Float64Array.of(12, 20, 13)], 0.5), [10, 13]);
  assert.deepEqual(hdi([Float64Array.of(4, 3, 2, 1, 0)], 0.5), [0, 2]);
});

test("lies at the bound of an exponential, and holds the asked share", () => {
  const random = Random.from(1);
  const draws = Float64Array.from({ length: 40_000 }, () => random.exponential());
  const [low, high] = hdi([draws], 0.9);
  assert.ok(low < 0.01, `lower bound ${low}`);
  assert.ok(Math.abs(high - Math.log(10)) < 0.1, `upper bound ${high}, should be near ln 10`);
  const inside = draws.filter((x) => x >= low && x <= high).length / draws.length;
  assert.ok(Math.abs(inside - 0.9) < 1e-4, `share ${inside}`);
});

test("does not change the draws; NaN gives NaN; a probability outside (0, 1) is refused", () => {
  const draws = Float64Array.of(3, 1, 2, Number.NaN);
  assert.deepEqual(hdi([draws]), [Number.NaN, Number.NaN]);
  assert.deepEqual(draws, Float64Array.of(3, 1, 2, Number.NaN));
  for (const probability of [0, 1, Number.NaN]) assert.throws(() => hdi([draws], probability), /in \(0, 1\)/);
  assert.throws(() => hdi([]), /at least one draw/);
});
