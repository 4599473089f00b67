import assert from "node:assert/strict";
import { test } from "node:test";
import { binaryScore } from "pml/metrics";
import { assertClose } from "../support/close.js";

test("mean, standard error and bits are those of the formulas; a fair coin for every pixel has 1 bit", () => {
  const score = binaryScore([-2, -3, -4], 4);
  assert.equal(score.count, 3);
  assertClose(score.mean, -3, 1e-15);
  assertClose(score.standardError, Math.sqrt(1 / 3), 1e-15);
  assertClose(score.bitsPerDimension, 3 / (4 * Math.LN2), 1e-15);
  assertClose(score.bitsStandardError, Math.sqrt(1 / 3) / (4 * Math.LN2), 1e-15);
  const coins = -784 * Math.LN2;
  assertClose(binaryScore([coins, coins], 784).bitsPerDimension, 1, 1e-14);
});

test("images without a pixel, and a value that is not finite, are refused", () => {
  assert.throws(() => binaryScore([-1, -2], 0), /dimension/);
  assert.throws(() => binaryScore([-1, Number.NEGATIVE_INFINITY], 4), /values/);
});
