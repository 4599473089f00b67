import assert from "node:assert/strict";
import { test } from "node:test";
import { assessedPrediction, averagedPrediction, predict } from "pml/gp";
import { normalCdf } from "pml/math";
import { examGrid, examHyperPosterior } from "pml/report";
import { assertClose } from "../support/close.js";

const posterior = examHyperPosterior();
const positions = Float64Array.of(-1, 0, -1.2, 1.5, -3, 1);
const draw = (i: number) => positions.subarray(2 * i, 2 * i + 2);
const at = examGrid(15);

/** Conditional predictions of the three draws. */
const parts = (target: "f" | "y") =>
  [0, 1, 2].map((i) => predict(posterior.regressionAt(draw(i)), at, target));

test("one draw: its own prediction, with nothing for the report to leave out", () => {
  const one = averagedPrediction(posterior, { positions: draw(1) }, at, "f");
  const { mean, variance } = parts("f")[1]!;
  assertClose(one.mean, mean, 1e-13);
  assertClose(one.varianceAsInReport, variance, 1e-13);
  assertClose(one.varianceCorrected, variance, 1e-13);
  assert.ok(one.varianceOfMeans.every((value) => value === 0));
});

test("several draws: the law of total variance, with weights", () => {
  const weights = Float64Array.of(1, 4, 5);
  for (const target of ["f", "y"] as const) {
    const averaged = averagedPrediction(posterior, { positions, weights }, at, target);
    at.forEach((_, j) => {
      const average = (of: (mean: number, variance: number) => number) =>
        parts(target).reduce(
          (sum, part, i) => sum + (weights[i]! / 10) * of(part.mean[j]!, part.variance[j]!),
          0,
        );
      const mean = average((m) => m);
      const second = average((m, v) => m * m + v);
      assertClose(averaged.mean[j]!, mean, 1e-13);
      assertClose(
        averaged.varianceAsInReport[j]!,
        average((_m, v) => v),
        1e-13,
      );
      assertClose(averaged.varianceCorrected[j]!, second - mean * mean, 1e-12);
      assertClose(
        averaged.varianceOfMeans[j]!,
        average((m) => (m - mean) ** 2),
        1e-13,
      );
    });
  }
});

test("f and y differ by the noise; equal weights are the default; a weight of 0 is no draw", () => {
  const f = averagedPrediction(posterior, { positions }, at, "f");
  const y = averagedPrediction(posterior, { positions }, at, "y");
  assertClose(
    y.varianceCorrected,
    f.varianceCorrected.map((value) => value + 1e-4),
    1e-14,
  );
  const equal = averagedPrediction(posterior, { positions, weights: Float64Array.of(2, 2, 2) }, at, "f");
  assertClose(equal.varianceCorrected, f.varianceCorrected, 1e-14);
  const two = averagedPrediction(posterior, { positions: positions.subarray(0, 4) }, at, "f");
  const zero = averagedPrediction(posterior, { positions, weights: Float64Array.of(1, 1, 0) }, at, "f");
  assertClose(zero.varianceCorrected, two.varianceCorrected, 0);
});

test("refused: positions that are no rows, weights that do not fit, draws without a factor", () => {
  const run = (draws: object) => averagedPrediction(posterior, { positions, ...draws }, at, "f");
  assert.throws(() => run({ positions: new Float64Array(3) }), /whole rows of 2 numbers, got 3/);
  assert.throws(() => run({ positions: new Float64Array(0) }), /whole rows/);
  assert.throws(() => run({ weights: Float64Array.of(1, 2) }), /weights must have length 3, got 2/);
  assert.throws(() => run({ weights: Float64Array.of(1, -1, 3) }), /at least 0/);
  assert.throws(() => run({ weights: new Float64Array(3) }), /positive sum/);
  assert.throws(() => run({ positions: Float64Array.of(0, 0, 400, 60) }), /draw 1 is not positive definite/);
  assert.throws(() => run({ positions: Float64Array.of(0, Number.NaN) }), /position\[1\] must be finite/);
});

test("the predictive distribution function is the mean of the draws' own, by their weights", () => {
  const weights = Float64Array.of(1, 4, 5);
  const values = at.map((_, j) => j - 7);
  const mixture = values.map((value, j) =>
    parts("y").reduce(
      (sum, { mean, variance }, i) =>
        sum + (weights[i]! / 10) * normalCdf(value, mean[j]!, Math.sqrt(variance[j]!)),
      0,
    ),
  );
  assertClose(assessedPrediction(posterior, { positions, weights }, at, "y", values).below, mixture, 1e-13);
  const { mean, variance } = parts("y")[0]!;
  const oneAbove = mean.map((m, j) => m + Math.sqrt(variance[j]!));
  const { below } = assessedPrediction(posterior, { positions: draw(0) }, at, "y", oneAbove);
  assertClose(below, new Float64Array(at.length).fill(normalCdf(1)), 1e-13);
  assert.throws(
    () => assessedPrediction(posterior, { positions }, at, "y", [0]),
    /assessedPrediction: .*values/,
  );
});

test("with values or without them, the prediction is the same to the bit", () => {
  const draws = { positions, weights: Float64Array.of(1, 0, 5) };
  const { below: _, ...prediction } = assessedPrediction(posterior, draws, at, "y", at);
  assert.deepEqual(prediction, averagedPrediction(posterior, draws, at, "y"));
});
