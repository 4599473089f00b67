import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelValue, linear } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testKernel } from "../../support/kernel-tests.js";

test("linear: closed-form values, no bias", () => {
  const kernel = linear({ variance: 3 });
  assert.equal(kernelValue(kernel, 0.5, -2), -3);
  assert.equal(kernelValue(kernel, 0, 7), 0);
  assertClose(kernelValue(kernel, [1, 2], [3, -4]), -15, 1e-15);
});

testKernel("linear", linear, { variance: 2.5 });
