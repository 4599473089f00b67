import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist, readReportCodes } from "pml/data";
import { leaveOneOutLabels, nearestLabels, nearestNeighbourAccuracy } from "pml/metrics";
import { InputError } from "pml/support";

test("the report's VAE codes: accuracy overall and per digit, to the three published digits", () => {
  const labels = loadMnist().test.labels;
  const { overall, perClass, confusion } = nearestNeighbourAccuracy(readReportCodes().vae, labels);
  assert.equal(overall.toFixed(3), "0.786");
  const published = [0.951, 0.978, 0.877, 0.755, 0.638, 0.615, 0.939, 0.795, 0.689, 0.578];
  assert.deepEqual(
    perClass.map((share) => Number(share.toFixed(3))),
    published,
  );
  const digits = Array.from({ length: 10 }, (_, d) =>
    labels.reduce((sum, label) => sum + Number(label === d), 0),
  );
  assert.deepEqual(
    confusion.map((row) => row.reduce((sum, count) => sum + count, 0)),
    digits,
  );
});

test("a code does not vote for itself", () => {
  // the middle one stands alone among the other class
  const codes = [0, 0, 1, 0, 2, 0];
  assert.deepEqual([...leaveOneOutLabels(codes, [0, 1, 0], { neighbours: 1 })], [1, 0, 1]);
});

test("ties: neighbours at one distance by index, classes with equal votes by the smaller label", () => {
  const codes = [0, 0, 1, 0, -1, 0];
  assert.deepEqual([...nearestLabels([0, 0], [1, 0, -1, 0], [2, 1])], [2]);
  assert.deepEqual([...nearestLabels([0, 0], [1, 0, -1, 0], [2, 1], { neighbours: 2 })], [1]);
  assert.equal(leaveOneOutLabels(codes, [0, 2, 1], { neighbours: 2 })[0], 1);
});

test("nearest labels of places follow the nearer code", () => {
  const codes = Float32Array.of(0, 0, 10, 10);
  assert.deepEqual([...nearestLabels([1, 1, 9, 8, 4.9, 5], codes, [7, 3])], [7, 3, 7]);
});

test("an absent class has no accuracy; three separate clumps have all", () => {
  const { overall, perClass } = nearestNeighbourAccuracy([0, 1, 100, 101], [0, 0, 2, 2], {
    neighbours: 1,
    dimension: 1,
  });
  assert.equal(overall, 1);
  assert.deepEqual(perClass, [1, Number.NaN, 1]);
});

test("what does not fit is refused", () => {
  assert.throws(() => nearestNeighbourAccuracy([0, 0, 1], [0, 1]), /codes must have length 4, got 3/);
  assert.throws(() => nearestNeighbourAccuracy([0, 0, 1, 1], [0, 1]), /10 neighbours were asked for among 1/);
  assert.throws(() => nearestLabels([1, 2, 3], [0, 0], [1]), InputError);
  assert.throws(() => nearestNeighbourAccuracy([0, 0, 1, 1], [0, -1], { neighbours: 1 }), InputError);
});
