import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, rationalQuadratic, rbf } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testExtremeLengthscales, testKernel } from "../../support/kernel-tests.js";

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

testKernel("rationalQuadratic", rationalQuadratic, { lengthscale: 0.4, variance: 2.5, scaleMixture: 0.7 });

testExtremeLengthscales("rationalQuadratic", rationalQuadratic);
