import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, linear } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("linear: closed-form values, no bias", () => {
  const kernel = linear({ variance: 3 });
  assert.equal(kernelValue(kernel, 0.5, -2), -3);
  assert.equal(kernelValue(kernel, 0, 7), 0);
  assertClose(kernelValue(kernel, [1, 2], [3, -4]), -15, 1e-15);
});

test("linear: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(linear({ variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("linear: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(linear({ variance: 2.5 }), randomPoints(10 + dimension, 25, dimension));
    assertPositiveSemiDefinite(linear(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("linear: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(linear);
});
