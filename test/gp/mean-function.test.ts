import assert from "node:assert/strict";
import { test } from "node:test";
import {
  conditionAround,
  conditionOn,
  constantMean,
  inputPoints,
  linearMean,
  predict,
  rbf,
  standardiseOutputs,
} from "pml/gp";
import { assertClose } from "../support/close.js";

const x = inputPoints([0, 0, 1, 0, 0, 1, 1, 2], 2);
const y = [1, 3, -1, 2];
const problem = { kernel: rbf({ lengthscale: 0.8 }), noise: 0.01, x, y };

test("a regression around a mean is that of the deviations, the mean added", () => {
  const mean = linearMean({ slopes: [2, -1], intercept: 0.5 });
  const around = conditionAround(mean, problem);
  const deviations = conditionOn({ ...problem, y: [0.5, 0.5, -0.5, 1.5] });
  assert.deepEqual(around.deviations.y, deviations.y);
  const at = inputPoints([0.3, 0.4, 100, 100], 2);
  const [found, plain] = [around.predict(at, "f"), predict(deviations, at, "f")];
  assertClose(found.mean[0]!, plain.mean[0]! + 0.5 + 0.6 - 0.4, 1e-14);
  assert.equal(found.variance[0], plain.variance[0]);
  // far from all data the mean is all that is known
  assertClose(found.mean[1]!, 0.5 + 200 - 100, 1e-14);
});

test("a constant mean of 0 changes nothing", () => {
  const at = inputPoints([0.3, 0.4], 2);
  assert.deepEqual(
    conditionAround(constantMean(0), problem).predict(at, "y"),
    predict(conditionOn(problem), at, "y"),
  );
});

test("a mean that does not fit is refused", () => {
  assert.throws(() => conditionAround(linearMean({ slopes: [1] }), problem), /linearMean: slopes/);
  assert.throws(() => conditionAround(() => Float64Array.of(1, 2), problem), /conditionAround: mean/);
  assert.throws(() => conditionAround(() => new Float64Array(4).fill(Number.NaN), problem), /must be finite/);
  assert.throws(() => constantMean(Number.NaN), /constantMean: value/);
});

test("standardised outputs have mean 0 and standard deviation 1, and predictions come back in the outputs' units", () => {
  const { values, mean, sd, restore } = standardiseOutputs([1, 2, 3, 6]);
  assert.equal(mean, 3);
  assertClose(sd, Math.sqrt((4 + 1 + 0 + 9) / 3), 1e-15);
  assertClose(
    values.reduce((sum, value) => sum + value, 0),
    0,
    1e-15,
  );
  const back = restore({ mean: values, variance: Float64Array.of(1, 0, 4, 0) });
  [1, 2, 3, 6].forEach((value, i) => {
    assertClose(back.mean[i]!, value, 1e-14);
  });
  assertClose(back.variance[2]!, 4 * sd * sd, 1e-14);
});

test("outputs that are all alike keep their unit", () => {
  const { values, mean, sd } = standardiseOutputs([7, 7, 7]);
  assert.deepEqual([...values, mean, sd], [0, 0, 0, 7, 1]);
  assert.equal(standardiseOutputs([5]).sd, 1);
  assert.throws(() => standardiseOutputs([]), /wants at least one output/);
  assert.throws(() => standardiseOutputs([1, Number.NaN]), /must be finite/);
});
