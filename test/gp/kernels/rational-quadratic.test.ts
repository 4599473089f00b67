import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, rationalQuadratic, rbf } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertGradientIsFinite,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("rationalQuadratic: closed-form values", () => {
  const kernel = rationalQuadratic({ lengthscale: 0.5, variance: 2, scaleMixture: 3 });
  assertClose(kernelValue(kernel, 1, 0.5), 2 * (1 + 1 / 6) ** -3, 1e-15);
  assert.equal(kernelValue(kernel, 0.3, 0.3), 2);
});

test("rationalQuadratic: the Gaussian kernel as the mixture narrows", () => {
  const wide = rationalQuadratic({ lengthscale: 0.5, variance: 2, scaleMixture: 1e9 });
  for (const d of [0, 0.1, 1, 3])
    assertClose(kernelValue(wide, 0, d), kernelValue(rbf({ lengthscale: 0.5, variance: 2 }), 0, d), 1e-7);
});

test("rationalQuadratic: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(
      rationalQuadratic({ lengthscale: 0.4, variance: 2.5, scaleMixture: 0.7 }),
      randomPoints(dimension, 9, dimension),
    );
});

test("rationalQuadratic: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(
      rationalQuadratic({ lengthscale: 0.4, variance: 2.5, scaleMixture: 0.7 }),
      randomPoints(10 + dimension, 25, dimension),
    );
    assertPositiveSemiDefinite(rationalQuadratic(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("rationalQuadratic: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(rationalQuadratic);
});

test("rationalQuadratic: huge and tiny lengthscales neither overflow nor lose the diagonal", () => {
  const far = rationalQuadratic({ lengthscale: 1e-300, variance: 2 });
  assert.equal(kernelValue(far, 0.5, 0.5), 2);
  assert.equal(kernelValue(far, 0.5, -0.5), 0);
  assertGradientIsFinite(far);
  const near = rationalQuadratic({ lengthscale: 1e300, variance: 2 });
  assertClose(kernelValue(near, 0.5, -0.5), 2, 1e-15);
  assertGradientIsFinite(near);
});
