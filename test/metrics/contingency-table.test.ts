import assert from "node:assert/strict";
import { test } from "node:test";
import { contingencyTable } from "pml/metrics";

test("counts every pair of labels", () => {
  assert.deepEqual(contingencyTable([0, 0, 1, 2, 2], [1, 1, 0, 3, 1], 3, 4), [
    [0, 2, 0, 0],
    [1, 0, 0, 0],
    [0, 1, 0, 1],
  ]);
});

test("labels out of range and lists of different length are refused", () => {
  assert.throws(
    () => contingencyTable([0, 3], [0, 0], 3, 1),
    /rowLabels\[1\] must be an integer in 0..2, got 3/,
  );
  assert.throws(() => contingencyTable([0, 0], [0, 0.5], 1, 1), /columnLabels\[1\]/);
  assert.throws(() => contingencyTable([0], [0, 0], 1, 1), /columnLabels must have length 1, got 2/);
});
