import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, matern32 } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testExtremeLengthscales, testKernel } from "../../support/kernel-tests.js";

test("matern32: closed-form values", () => {
  const kernel = matern32({ lengthscale: 0.5, variance: 2 });
  const s = Math.sqrt(3);
  assertClose(kernelValue(kernel, 1, 0.5), 2 * (1 + s) * Math.exp(-s), 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
  assertClose(kernelValue(kernel, [0.3, 0.4], [0, 0]), 2 * (1 + s) * Math.exp(-s), 1e-15);
});

testKernel("matern32", matern32, { lengthscale: 0.4, variance: 2.5 });

testExtremeLengthscales("matern32", matern32);
