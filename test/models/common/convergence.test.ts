import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "pml/support";
import { hasConverged } from "#internal/models/common/convergence";

const rule = { tolerance: 1e-3 };

test("it has converged when the last iteration changed its objective by less than the tolerance", () => {
  assert.equal(hasConverged("em", [], rule), false);
  assert.equal(hasConverged("em", [-5], rule), false);
  assert.equal(hasConverged("em", [-5, -4], rule), false);
  assert.equal(hasConverged("em", [-5, -4, -3.9995], rule), true);
  assert.equal(hasConverged("em", [-4, -4], { tolerance: 0 }), false);
});

test("a fall is an error that names the iteration, unless rounding explains it", () => {
  assert.equal(hasConverged("em", [-100, -99, -99 - 1e-9], rule), true);
  assert.throws(
    () => hasConverged("em", [-100, -99, -99.0005], rule),
    (error) =>
      error instanceof InputError &&
      /em: EM lowered its objective by .* in iteration 3, from -99 to/.test(error.message),
  );
  assert.equal(hasConverged("em", [-99, -99.0005], { ...rule, allowedFall: 0.01 }), true);
});
