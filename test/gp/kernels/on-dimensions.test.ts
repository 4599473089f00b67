import assert from "node:assert/strict";
import { test } from "node:test";
import { gramMatrix, kernelValue, matern52, onDimensions, rbf, sumKernel } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { assertGradient, assertPositiveSemiDefinite, randomPoints } from "../../support/kernel-properties.js";

test("onDimensions: the kernel sees the chosen coordinates and no other", () => {
  const plain = rbf({ lengthscale: 0.5 });
  const active = onDimensions([2, 0], plain);
  assert.equal(kernelValue(active, [1, 77, 3], [2, -5, 4]), kernelValue(plain, [3, 1], [4, 2]));
  assert.deepEqual(active.parameterNames, plain.parameterNames);
  assert.equal(kernelValue(active.withParameters([1, 2]), [0, 0, 0], [0, 9, 0]), 2);
});

test("onDimensions: a sum over groups of coordinates is the sum of their kernels", () => {
  const additive = sumKernel(onDimensions([0], rbf({ lengthscale: 0.3 })), onDimensions([1, 2], matern52()));
  const points = randomPoints(5, 10, 3);
  const found = kernelValue(additive, [0, 1, 2], [0.5, 0, 1]);
  const apart = kernelValue(rbf({ lengthscale: 0.3 }), 0, 0.5) + kernelValue(matern52(), [1, 2], [0, 1]);
  assertClose(found, apart, 1e-15);
  assertGradient(additive, points);
  assertPositiveSemiDefinite(additive, points);
});

test("onDimensions: what are no coordinates of the points is refused", () => {
  for (const wrong of [[], [0, 0], [-1], [0.5]])
    assert.throws(() => onDimensions(wrong, rbf()), /onDimensions: wants coordinates/);
  assert.throws(
    () => gramMatrix(onDimensions([3], rbf()), randomPoints(1, 4, 3)),
    /onDimensions: the points have 3 coordinates, there is none of index 3/,
  );
});
