import { test } from "node:test";
import { kernelValue, periodic } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testKernel } from "../../support/kernel-tests.js";

test("periodic: closed-form values, and the period", () => {
  const kernel = periodic({ lengthscale: 0.5, variance: 2, period: 0.8 });
  // a quarter of the period: sin^2 = 1/2
  assertClose(kernelValue(kernel, 1, 0.8), 2 * Math.exp(-2 * 0.5 * 4), 1e-13);
  assertClose(kernelValue(kernel, 1, 0.2), 2, 1e-13);
  // two coordinates multiply
  assertClose(kernelValue(kernel, [1, 0], [0.8, 0.2]), 2 * Math.exp(-2 * 4), 1e-13);
  assertClose(kernelValue(kernel, 0.1, 0.35), kernelValue(kernel, 0.1 + 3 * 0.8, 0.35), 1e-13);
});

testKernel("periodic", periodic, { lengthscale: 0.9, variance: 2.5, period: 0.7 });
