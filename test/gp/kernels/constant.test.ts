import assert from "node:assert/strict";
import { test } from "node:test";
import { constant, kernelValue } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testKernel } from "../../support/kernel-tests.js";

test("constant: the same for every pair", () => {
  assert.equal(kernelValue(constant({ variance: 3 }), 0.5, -2), 3);
  assertClose(kernelValue(constant({ variance: 3 }), [1, 2], [3, -4]), 3, 0);
});

testKernel("constant", constant, { variance: 2.5 });
