import assert from "node:assert/strict";
import { test } from "node:test";
import { comparedNeighbours, type PairedDifference } from "pml/studies";

const pair = (mean: number, standardError: number): PairedDifference => ({
  scale: "grey levels",
  isGuarded: false,
  better: "a",
  worse: "b",
  difference: { count: 100, mean, standardError },
});

test("neighbours are apart by standard errors, and their p grows with the number of comparisons", () => {
  const [alone] = comparedNeighbours({ neighbours: [pair(3.92, 2)] });
  assert.equal(alone!.standardErrors, 1.96);
  // two-sided 5 % of the normal distribution at 1.959964
  assert.ok(Math.abs(alone!.p - 0.0499958) < 1e-6, `${alone!.p}`);
  const both = comparedNeighbours({ neighbours: [pair(3.92, 2), pair(0.2, 2)] });
  assert.ok(Math.abs(both[0]!.p - 2 * alone!.p) < 1e-12, "the smaller of two counts twice");
  // the larger one is its own: 2 (1 - Phi(0.1))
  assert.ok(Math.abs(both[1]!.p - 0.9203443) < 1e-6, `${both[1]!.p}`);
  assert.equal(comparedNeighbours({ neighbours: [pair(0, 1)] })[0]!.p, 1);
});
