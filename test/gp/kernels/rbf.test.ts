import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, rbf } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertGradientIsFinite,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("rbf: closed-form values", () => {
  const kernel = rbf({ lengthscale: 0.5, variance: 2 });
  assertClose(kernelValue(kernel, 1, 0.5), 2 * Math.exp(-0.5), 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
  // |(3, 4) - (0, 0)| = 5: ten lengthscales
  assertClose(kernelValue(kernel, [3, 4], [0, 0]) / (2 * Math.exp(-50)), 1, 1e-13);
  assert.deepEqual(kernel.parameterNames, ["lengthscale", "variance"]);
});

test("rbf: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(rbf({ lengthscale: 0.4, variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("rbf: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(
      rbf({ lengthscale: 0.4, variance: 2.5 }),
      randomPoints(10 + dimension, 25, dimension),
    );
    assertPositiveSemiDefinite(rbf(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("rbf: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(rbf);
});

test("rbf: huge and tiny lengthscales neither overflow nor lose the diagonal", () => {
  const far = rbf({ lengthscale: 1e-300, variance: 2 });
  assert.equal(kernelValue(far, 0.5, 0.5), 2);
  assert.equal(kernelValue(far, 0.5, -0.5), 0);
  assertGradientIsFinite(far);
  const near = rbf({ lengthscale: 1e300, variance: 2 });
  assertClose(kernelValue(near, 0.5, -0.5), 2, 1e-15);
  assertGradientIsFinite(near);
});
