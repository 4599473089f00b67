import assert from "node:assert/strict";
import { test } from "node:test";
import { levelScore } from "pml/metrics";
import { assertClose } from "../support/close.js";

test("values are averaged over the draws before the error over images is taken", () => {
  const score = levelScore([Float64Array.of(1, 2, 6), Float64Array.of(3, 4, 2)], 4);
  // images 2, 3, 4
  assert.equal(score.count, 3);
  assertClose(score.mean, 3, 1e-15);
  assertClose(score.standardError, Math.sqrt(1 / 3), 1e-15);
  assertClose(score.bitsPerDimension, 8 - 3 / (4 * Math.LN2), 1e-15);
  assertClose(score.bitsStandardError, Math.sqrt(1 / 3) / (4 * Math.LN2), 1e-15);
  assertClose(score.byDraw, [3, 3], 1e-15);
});

test("no draw, and draws of different images, are refused", () => {
  assert.throws(() => levelScore([], 4), /at least one draw/);
  assert.throws(() => levelScore([Float64Array.of(1, 2), Float64Array.of(1)], 4), /must have length 2/);
});
