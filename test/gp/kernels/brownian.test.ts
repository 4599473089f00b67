import assert from "node:assert/strict";
import { test } from "node:test";
import { brownian, kernelValue } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("brownian: two-sided, 0 at and across the origin", () => {
  const kernel = brownian({ variance: 3 });
  assert.equal(kernelValue(kernel, 0.5, 2), 1.5);
  assert.equal(kernelValue(kernel, -0.5, -2), 1.5);
  assert.equal(kernelValue(kernel, -0.5, 2), 0);
  assert.equal(kernelValue(kernel, 0, 2), 0);
  assert.equal(kernelValue(kernel, -0, -2), 0);
  assertClose(kernelValue(kernel, 1e-200, 1e-200), 3e-200, 0);
});

test("brownian: on a line only", () => {
  assert.throws(() => kernelValue(brownian(), [0, 0], [1, 1]), /line only, got 2 dimensions/);
});

test("brownian: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1])
    assertGradient(brownian({ variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("brownian: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1]) {
    assertPositiveSemiDefinite(brownian({ variance: 2.5 }), randomPoints(10 + dimension, 25, dimension));
    assertPositiveSemiDefinite(brownian(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("brownian: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(brownian);
});
