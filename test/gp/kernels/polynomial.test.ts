import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, polynomial } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testKernel } from "../../support/kernel-tests.js";

test("polynomial: closed-form values", () => {
  const kernel = polynomial({ variance: 2, bias: 0.5, degree: 3 });
  assertClose(kernelValue(kernel, 2, -1), 2 * (-1.5) ** 3, 1e-15);
  assertClose(kernelValue(kernel, [1, 2], [3, 1]), 2 * 5.5 ** 3, 1e-15);
  assert.deepEqual(kernel.parameterNames, ["variance", "bias"]);
  assertClose(kernelValue(kernel.withParameters([1, 1]), 1, 1), 8, 1e-15);
});

test("polynomial: the degree is a whole number", () => {
  for (const degree of [0, 1.5, Number.NaN]) assert.throws(() => polynomial({ degree }), /degree/);
});

testKernel("polynomial", polynomial, { variance: 2.5, bias: 0.3, degree: 3 });
