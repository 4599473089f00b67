import assert from "node:assert/strict";
import { test } from "node:test";
import { pairedTest } from "pml/math";
import { assertClose } from "../support/close.js";

test("Student's test of pairs as SciPy 1.17 has it (stats.ttest_rel)", () => {
  const a = [1.2, 0.3, 4.1, 2.2, 3.3, 0.1, 2.7];
  const b = [0.9, 0.5, 3.0, 2.1, 2.2, 0.4, 1.0];
  const { value, lower, upper, pValue } = pairedTest(a, b);
  assertClose(value, 3.8 / 7, 1e-13);
  assertClose(lower, -0.1611951969205221, 1e-10);
  assertClose(upper, 1.2469094826348077, 1e-10);
  assertClose(pValue, 0.1081483249191642, 1e-10);
});

test("what both of a pair share does not count", () => {
  const shared = [5, -300, 70, 0.5, 1e3];
  const [a, b] = [
    [1, 2, 3, 4, 5.5],
    [0, 1, 1, 4, 2],
  ];
  const moved = pairedTest(
    a.map((value, i) => value + shared[i]!),
    b.map((value, i) => value + shared[i]!),
  );
  assertClose(moved.pValue, pairedTest(a, b).pValue, 1e-11);
});

test("differences that do not vary: certain either way; one pair and lists of two lengths are refused", () => {
  assert.equal(pairedTest([1, 4], [1, 4]).pValue, 1);
  assert.deepEqual(pairedTest([2, 5], [1, 4]), { value: 1, lower: 1, upper: 1, pValue: 0 });
  assert.throws(() => pairedTest([1], [1]), /pairedTest: two pairs/);
  assert.throws(() => pairedTest([1, 2], [1]), /b must have length 2, got 1/);
});
