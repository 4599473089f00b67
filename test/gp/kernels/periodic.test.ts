import { test } from "node:test";
import { kernelValue, periodic } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("periodic: closed-form values, and the period", () => {
  const kernel = periodic({ lengthscale: 0.5, variance: 2, period: 0.8 });
  // a quarter of the period: sin^2 = 1/2
  assertClose(kernelValue(kernel, 1, 0.8), 2 * Math.exp(-2 * 0.5 * 4), 1e-13);
  assertClose(kernelValue(kernel, 1, 0.2), 2, 1e-13);
  // two coordinates multiply
  assertClose(kernelValue(kernel, [1, 0], [0.8, 0.2]), 2 * Math.exp(-2 * 4), 1e-13);
  assertClose(kernelValue(kernel, 0.1, 0.35), kernelValue(kernel, 0.1 + 3 * 0.8, 0.35), 1e-13);
});

test("periodic: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(
      periodic({ lengthscale: 0.9, variance: 2.5, period: 0.7 }),
      randomPoints(dimension, 9, dimension),
    );
});

test("periodic: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(
      periodic({ lengthscale: 0.9, variance: 2.5, period: 0.7 }),
      randomPoints(10 + dimension, 25, dimension),
    );
    assertPositiveSemiDefinite(periodic(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("periodic: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(periodic);
});
