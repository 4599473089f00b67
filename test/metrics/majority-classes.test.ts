import assert from "node:assert/strict";
import { test } from "node:test";
import { majorityClasses } from "pml/metrics";

test("the majority class of each cluster, its share, and nothing of an empty one", () => {
  assert.deepEqual(
    majorityClasses([
      [3, 0, 0],
      [1, 2, 0],
      [0, 2, 0],
    ]),
    [
      { label: 0, share: 0.75 },
      { label: 1, share: 0.5 },
      { label: 0, share: 0 },
    ],
  );
  assert.throws(() => majorityClasses([]), /at least one class/);
});
