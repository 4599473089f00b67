import assert from "node:assert/strict";
import { test } from "node:test";
import { type Kernel, kernelValue } from "pml/gp";
import { assertClose } from "./close.js";
import {
  assertGradient,
  assertGradientIsFinite,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "./kernel-properties.js";

/** Tests what holds for every kernel, in one dimension and in three: gradient, Gram matrices, refused parameters. */
export function testKernel(
  name: string,
  make: (parameters?: Record<string, number>) => Kernel,
  parameters: Record<string, number>,
): void {
  const kernel = make(parameters);

  test(`${name}: gradient by the logarithms of the parameters matches finite differences`, () => {
    for (const dimension of [1, 3]) assertGradient(kernel, randomPoints(dimension, 9, dimension));
  });

  test(`${name}: Gram matrices are positive semi-definite`, () => {
    for (const dimension of [1, 3]) {
      assertPositiveSemiDefinite(kernel, randomPoints(10 + dimension, 25, dimension));
      assertPositiveSemiDefinite(make(), randomPoints(20 + dimension, 25, dimension));
    }
  });

  test(`${name}: parameters that are not positive are refused by name`, () => {
    assertRefusesBadParameters(make);
  });
}

/** Tests a stationary kernel whose variance is that of each point at lengthscales at the ends of the range of doubles. */
export function testExtremeLengthscales(
  name: string,
  make: (parameters: { lengthscale: number; variance: number }) => Kernel,
): void {
  test(`${name}: huge and tiny lengthscales neither overflow nor lose the diagonal`, () => {
    const far = make({ lengthscale: 1e-300, variance: 2 });
    assert.equal(kernelValue(far, 0.5, 0.5), 2);
    assert.equal(kernelValue(far, 0.5, -0.5), 0);
    assertGradientIsFinite(far);
    const near = make({ lengthscale: 1e300, variance: 2 });
    assertClose(kernelValue(near, 0.5, -0.5), 2, 1e-15);
    assertGradientIsFinite(near);
  });
}
