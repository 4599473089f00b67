import assert from "node:assert/strict";
import { test } from "node:test";
import { inputPoints } from "pml/gp";
import { asInputs, firstDuplicate } from "#internal/gp/inputs";

test("points on a line and in the plane", () => {
  assert.deepEqual(asInputs("f", [1, 2]), { count: 2, dimension: 1, values: Float64Array.of(1, 2) });
  assert.equal(inputPoints([1, 2, 3, 4, 5, 6], 3).count, 2);
});

test("coordinates are copied", () => {
  const mine = [1, 2];
  const points = inputPoints(mine);
  mine[0] = 9;
  assert.equal(points.values[0], 1);
});

test("refused: no points, incomplete rows, NaN, a dimension of 0", () => {
  assert.throws(() => inputPoints([]), /positive number of points/);
  assert.throws(() => inputPoints([1, 2, 3], 2), /2 coordinates each, got 3 numbers/);
  assert.throws(() => inputPoints([1, Number.NaN]), /inputs\[1\] must be finite, got NaN/);
  assert.throws(() => inputPoints([1], 0), /dimension/);
  assert.throws(() => asInputs("predict", [Number.POSITIVE_INFINITY]), /^InputError: predict/);
});

test("the first two equal points are found", () => {
  assert.equal(firstDuplicate(inputPoints([3, 1, 2])), null);
  assert.deepEqual(firstDuplicate(inputPoints([3, 1, 2, 1])), [1, 3]);
  assert.deepEqual(firstDuplicate(inputPoints([0, 1, 1, 0, 0, 1], 2)), [0, 2]);
  assert.deepEqual(firstDuplicate(inputPoints([0, -0])), [0, 1]);
});
