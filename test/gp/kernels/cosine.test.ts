import assert from "node:assert/strict";
import { test } from "node:test";
import { cosine, kernelValue } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("cosine: closed-form values, no factor 2 pi", () => {
  const kernel = cosine({ lengthscale: 0.5, variance: 2 });
  assertClose(kernelValue(kernel, 1, 0.5), 2 * Math.cos(1), 1e-15);
  assertClose(kernelValue(kernel, 0, 0.5 * Math.PI), -2, 1e-15);
});

test("cosine: on a line only", () => {
  assert.throws(() => kernelValue(cosine(), [0, 0], [1, 1]), /line only, got 2 dimensions/);
});

test("cosine: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1])
    assertGradient(cosine({ lengthscale: 0.4, variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("cosine: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1]) {
    assertPositiveSemiDefinite(
      cosine({ lengthscale: 0.4, variance: 2.5 }),
      randomPoints(10 + dimension, 25, dimension),
    );
    assertPositiveSemiDefinite(cosine(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("cosine: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(cosine);
});
