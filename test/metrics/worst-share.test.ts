import assert from "node:assert/strict";
import { test } from "node:test";
import { worstShare } from "pml/metrics";

test("the share of the lowest values in the sum, and the mean of the others", () => {
  assert.deepEqual(worstShare([-97, -1, -2], 1), { count: 1, share: 0.97, meanOfOthers: -1.5 });
  assert.deepEqual(worstShare([-1, -3, -4], 2), { count: 2, share: 0.875, meanOfOthers: -1 });
  assert.equal(worstShare([-5, -6], 2).share, 1);
  assert.ok(Number.isNaN(worstShare([-5, -6], 2).meanOfOthers));
});

test("a count out of range is refused", () => {
  assert.throws(() => worstShare([1, 2], 3), /at most the number of values, 2, got 3/);
  assert.throws(() => worstShare([1, 2], 0), /count must be an integer of at least 1, got 0/);
});
