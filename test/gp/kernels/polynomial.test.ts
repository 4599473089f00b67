import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, polynomial } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

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

test("polynomial: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(
      polynomial({ variance: 2.5, bias: 0.3, degree: 3 }),
      randomPoints(dimension, 9, dimension),
    );
});

test("polynomial: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(
      polynomial({ variance: 2.5, bias: 0.3, degree: 3 }),
      randomPoints(10 + dimension, 25, dimension),
    );
    assertPositiveSemiDefinite(polynomial(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("polynomial: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(polynomial);
});
