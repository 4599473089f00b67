import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, matern52 } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testExtremeLengthscales, testKernel } from "../../support/kernel-tests.js";

test("matern52: closed-form values", () => {
  const kernel = matern52({ lengthscale: 0.5, variance: 2 });
  const s = Math.sqrt(5);
  assertClose(kernelValue(kernel, 1, 0.5), 2 * (1 + s + 5 / 3) * Math.exp(-s), 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
  assertClose(kernelValue(kernel, [0.3, 0.4], [0, 0]), 2 * (1 + s + 5 / 3) * Math.exp(-s), 1e-15);
});

testKernel("matern52", matern52, { lengthscale: 0.4, variance: 2.5 });

testExtremeLengthscales("matern52", matern52);
