import assert from "node:assert/strict";
import { test } from "node:test";
import { constant, kernelValue } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertPositiveSemiDefinite,
  assertRefusesBadParameters,
  randomPoints,
} from "../../support/kernel-properties.js";

test("constant: the same for every pair", () => {
  assert.equal(kernelValue(constant({ variance: 3 }), 0.5, -2), 3);
  assertClose(kernelValue(constant({ variance: 3 }), [1, 2], [3, -4]), 3, 0);
});

test("constant: gradient by the logarithms of the parameters matches finite differences", () => {
  for (const dimension of [1, 3])
    assertGradient(constant({ variance: 2.5 }), randomPoints(dimension, 9, dimension));
});

test("constant: Gram matrices are positive semi-definite", () => {
  for (const dimension of [1, 3]) {
    assertPositiveSemiDefinite(constant({ variance: 2.5 }), randomPoints(10 + dimension, 25, dimension));
    assertPositiveSemiDefinite(constant(), randomPoints(20 + dimension, 25, dimension));
  }
});

test("constant: parameters that are not positive are refused by name", () => {
  assertRefusesBadParameters(constant);
});
