import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, matern12 } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testExtremeLengthscales, testKernel } from "../../support/kernel-tests.js";

test("matern12: closed-form values", () => {
  const kernel = matern12({ lengthscale: 0.5, variance: 2 });
  assertClose(kernelValue(kernel, 1, 0.5), 2 * Math.exp(-1), 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
  assertClose(kernelValue(kernel, [0.3, 0.4], [0, 0]), 2 * Math.exp(-1), 1e-15);
});

testKernel("matern12", matern12, { lengthscale: 0.4, variance: 2.5 });

testExtremeLengthscales("matern12", matern12);
