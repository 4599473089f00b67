import assert from "node:assert/strict";
import { test } from "node:test";
import { predict } from "pml/gp";
import { examGrid, examHyperPosterior } from "pml/report";
import { checkPrediction } from "pml/studies";

const posterior = examHyperPosterior();
const positions = Float64Array.of(-1.2, 1.5);
const grid = examGrid(21);
const { mean, variance } = predict(posterior.regressionAt(positions), grid, "y");
const shifted = (sds: number) => mean.map((m, j) => m + sds * Math.sqrt(variance[j]!));

test("one draw: inside within two standard deviations, tails by the normal distribution", () => {
  const inside = checkPrediction(posterior, { positions }, grid, shifted(1.9));
  assert.deepEqual([inside.report, inside.total, inside.quantiles], [1, 1, 1]);
  assert.ok(Math.abs(inside.smallestTail - 0.028716559816) < 1e-9);
  // beyond the quantile of 97.5 %, within two standard deviations
  const between = checkPrediction(posterior, { positions }, grid, shifted(-1.98));
  assert.deepEqual([between.report, between.total, between.quantiles], [1, 1, 0]);
  const outside = checkPrediction(posterior, { positions }, grid, shifted(3));
  assert.deepEqual([outside.report, outside.total, outside.quantiles], [0, 0, 0]);
});
