import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crossCovariance,
  gramMatrix,
  inputPoints,
  kernelValue,
  linear,
  priorVariance,
  rbf,
  sumKernel,
} from "pml/gp";

const kernel = sumKernel(rbf({ lengthscale: 0.4, variance: 2 }), linear({ variance: 0.5 }));
const x = inputPoints([0, 1, 0.5, 0.2, -1, 2], 2);
const row = (i: number) => [...x.values.subarray(2 * i, 2 * i + 2)];

test("Gram matrix, cross-covariance and diagonal agree with the kernel's values", () => {
  const gram = gramMatrix(kernel, x);
  const cross = crossCovariance(kernel, x, x);
  const diagonal = priorVariance(kernel, x);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      assert.equal(gram[3 * i + j], kernelValue(kernel, row(i), row(j)));
      assert.equal(cross[3 * i + j], gram[3 * i + j]);
    }
    assert.equal(diagonal[i], gram[4 * i]);
  }
});

test("points of different dimensions are refused", () => {
  assert.throws(() => crossCovariance(kernel, x, [1]), /same dimension/);
  assert.throws(() => kernelValue(kernel, [1, 2], 1), /same dimension/);
});
