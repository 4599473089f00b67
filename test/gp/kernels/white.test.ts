import assert from "node:assert/strict";
import { test } from "node:test";
import { crossCovariance, gramMatrix, kernelValue, priorVariance, white } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testKernel } from "../../support/kernel-tests.js";

test("white: variance for an observation with itself, 0 for others even at the same place", () => {
  const kernel = white({ variance: 3 });
  assert.deepEqual([...gramMatrix(kernel, [1, 1, 2])], [3, 0, 0, 0, 3, 0, 0, 0, 3]);
  assert.deepEqual([...priorVariance(kernel, [1, 1])], [3, 3]);
  assert.deepEqual([...crossCovariance(kernel, [1, 2], [1, 2])], [0, 0, 0, 0]);
  assertClose(kernelValue(kernel, 1, 1), 0, 0);
});

testKernel("white", white, { variance: 2.5 });
