import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, rbf } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testExtremeLengthscales, testKernel } from "../../support/kernel-tests.js";

test("rbf: closed-form values", () => {
  const kernel = rbf({ lengthscale: 0.5, variance: 2 });
  assertClose(kernelValue(kernel, 1, 0.5), 2 * Math.exp(-0.5), 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
  // |(3, 4) - (0, 0)| = 5: ten lengthscales
  assertClose(kernelValue(kernel, [3, 4], [0, 0]) / (2 * Math.exp(-50)), 1, 1e-13);
  assert.deepEqual(kernel.parameterNames, ["lengthscale", "variance"]);
});

testKernel("rbf", rbf, { lengthscale: 0.4, variance: 2.5 });

testExtremeLengthscales("rbf", rbf);
