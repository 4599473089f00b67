import assert from "node:assert/strict";
import { test } from "node:test";
import { crossCovariance, gramMatrix, kernelValue, priorVariance, white } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("white: variance for an observation with itself, 0 for others even at the same place", () => {
  const kernel = white({ variance: 3 });
  assert.deepEqual([...gramMatrix(kernel, [1, 1, 2])], [3, 0, 0, 0, 3, 0, 0, 0, 3]);
  assert.deepEqual([...priorVariance(kernel, [1, 1])], [3, 3]);
  assert.deepEqual([...crossCovariance(kernel, [1, 2], [1, 2])], [0, 0, 0, 0]);
  assertClose(kernelValue(kernel, 1, 1), 0, 0);
});

test("white: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(white({ variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("white: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(white({ variance: 2.5 }), randomPoints(10 + dimension, 25, dimension));
    assertPositiveSemiDefinite(white(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("white: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(white);
});
