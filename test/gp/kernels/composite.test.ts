import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  gramMatrix,
  kernelValue,
  linear,
  matern32,
  namedParameters,
  periodic,
  productKernel,
  rbf,
  sumKernel,
  withNamedParameters,
} from "pml/gp";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  kernels,
  randomPoints,
} from "../../support/kernel-properties.js";

const dimensionAndSeed = fc.tuple(fc.constantFrom(1, 2), fc.integer());

test("gradients of random sums and products match finite differences", () => {
  const cases = dimensionAndSeed.chain(([dimension, seed]) =>
    fc.tuple(kernels(dimension), fc.constant(randomPoints(seed, 6, dimension)), fc.constant(seed)),
  );
  fc.assert(
    fc.property(cases, ([kernel, points, seed]) => assertGradient(kernel, points, seed)),
    {
      numRuns: 300,
    },
  );
});

test("Gram matrices of random sums and products are positive semi-definite", () => {
  const cases = dimensionAndSeed.chain(([dimension, seed]) =>
    fc.tuple(kernels(dimension), fc.constant(randomPoints(seed, 12, dimension))),
  );
  fc.assert(
    fc.property(cases, ([kernel, points]) => assertPositiveSemiDefinite(kernel, points)),
    { numRuns: 200 },
  );
});

test("parameters of a composite are paths, and can be replaced by them", () => {
  const kernel = productKernel(
    sumKernel(rbf({ lengthscale: 0.3, variance: 2 }), linear({ variance: 4 })),
    periodic(),
  );
  assert.deepEqual(namedParameters(kernel), {
    "left.left.lengthscale": 0.3,
    "left.left.variance": 2,
    "left.right.variance": 4,
    "right.lengthscale": 1,
    "right.variance": 1,
    "right.period": 1,
  });
  const changed = withNamedParameters(kernel, { "left.right.variance": 5, "right.period": 0.2 });
  assert.deepEqual(changed.parameters, [0.3, 2, 5, 1, 1, 0.2]);
  assert.throws(() => withNamedParameters(kernel, { period: 1 }), /has no parameter period, only left.left/);
  assert.throws(() => kernel.withParameters([1, 2]), /length 6, got 2/);
});

test("the same kernel may stand on both sides", () => {
  const kernel = rbf({ lengthscale: 0.5, variance: 3 });
  const points = randomPoints(3, 8);
  const once = gramMatrix(kernel, points);
  const twice = gramMatrix(sumKernel(kernel, kernel), points);
  const squared = gramMatrix(productKernel(kernel, kernel), points);
  once.forEach((value, i) => {
    assert.equal(twice[i], 2 * value);
    assert.equal(squared[i], value * value);
  });
  assertGradient(productKernel(kernel, kernel), points);
});

test("sum and product of two values", () => {
  const left = rbf({ lengthscale: 0.3 });
  const right = matern32({ lengthscale: 0.7, variance: 2 });
  const [l, r] = [kernelValue(left, 0.1, 0.4), kernelValue(right, 0.1, 0.4)];
  assert.equal(kernelValue(sumKernel(left, right), 0.1, 0.4), l + r);
  assert.equal(kernelValue(productKernel(left, right), 0.1, 0.4), l * r);
});
