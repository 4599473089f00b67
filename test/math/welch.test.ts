import assert from "node:assert/strict";
import { test } from "node:test";
import { welchTest } from "pml/math";
import { assertClose } from "../support/close.js";

test("Welch's test as SciPy 1.17 has it (stats.ttest_ind, equal_var=False)", () => {
  const { value, lower, upper, pValue } = welchTest([3.1, 2.2, 5.9, 4.4, 1.0], [6.5, 7.1, 4.2, 9.9]);
  assertClose(value, -3.605, 1e-13);
  assertClose(lower, -7.181314927373056, 1e-10);
  assertClose(upper, -0.028685072626944752, 1e-9);
  assertClose(pValue, 0.04870050371450306, 1e-10);
});

test("values that do not vary: certain either way; one value is refused", () => {
  assert.equal(welchTest([1, 1], [1, 1]).pValue, 1);
  assert.deepEqual(welchTest([2, 2], [1, 1]), { value: 1, lower: 1, upper: 1, pValue: 0 });
  assert.throws(() => welchTest([1], [1, 2]), /welchTest: two values/);
});
