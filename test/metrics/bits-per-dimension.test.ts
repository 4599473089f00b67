import assert from "node:assert/strict";
import { test } from "node:test";
import { bitsPerDimension, natsOnPixelScale } from "pml/metrics";
import { InputError } from "pml/support";
import { assertClose } from "../support/close.js";

test("uniform distributions: 8 bits for 256 levels, on each scale", () => {
  assert.equal(bitsPerDimension(0, 784, 256), 8);
  assertClose(bitsPerDimension(-784 * Math.log(256), 784), 8, 1e-15);
  assertClose(bitsPerDimension(784 * Math.log(255 / 256), 784, 255), 8, 1e-15);
  assertClose(bitsPerDimension(-784 * Math.LN2, 784), 1, 1e-15);
});

test("the scale of the pixels does not change the bits", () => {
  for (const scale of [1, 255, 256]) {
    const nats = -4329.6558 + 784 * Math.log(scale);
    assertClose(bitsPerDimension(nats, 784, scale), 7.967312438030788, 1e-14);
    assertClose(natsOnPixelScale(nats, 784, scale), -4329.6558, 1e-14);
  }
});

test("impossible dimensions and scales are refused", () => {
  for (const dimension of [0, -1, 2.5]) assert.throws(() => bitsPerDimension(0, dimension), InputError);
  for (const scale of [0, -1, Number.NaN]) assert.throws(() => bitsPerDimension(0, 1, scale), InputError);
  assert.throws(() => natsOnPixelScale(0, 0, 1), InputError);
});
