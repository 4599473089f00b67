import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, matern32 } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertGradientIsFinite,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("matern32: closed-form values", () => {
  const kernel = matern32({ lengthscale: 0.5, variance: 2 });
  const s = Math.sqrt(3);
  assertClose(kernelValue(kernel, 1, 0.5), 2 * (1 + s) * Math.exp(-s), 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
  assertClose(kernelValue(kernel, [0.3, 0.4], [0, 0]), 2 * (1 + s) * Math.exp(-s), 1e-15);
});

test("matern32: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(matern32({ lengthscale: 0.4, variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("matern32: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(
      matern32({ lengthscale: 0.4, variance: 2.5 }),
      randomPoints(10 + dimension, 25, dimension),
    );
    assertPositiveSemiDefinite(matern32(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("matern32: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(matern32);
});

test("matern32: huge and tiny lengthscales neither overflow nor lose the diagonal", () => {
  const far = matern32({ lengthscale: 1e-300, variance: 2 });
  assert.equal(kernelValue(far, 0.5, 0.5), 2);
  assert.equal(kernelValue(far, 0.5, -0.5), 0);
  assertGradientIsFinite(far);
  const near = matern32({ lengthscale: 1e300, variance: 2 });
  assertClose(kernelValue(near, 0.5, -0.5), 2, 1e-15);
  assertGradientIsFinite(near);
});
