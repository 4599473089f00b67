import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { identityTransform, logitTransform, logTransform, type Transform } from "pml/gp";
import { InputError } from "pml/support";
import { assertClose } from "../../support/close.js";

const transforms: Readonly<Record<string, Transform>> = {
  identity: identityTransform,
  log: logTransform,
  "logit from 0": logitTransform(0, 2),
  "logit between": logitTransform(0.5, 3),
};

const slope = (f: (u: number) => number, u: number) =>
  (8 * (f(u + 1e-3) - f(u - 1e-3)) - (f(u + 2e-3) - f(u - 2e-3))) / 12e-3;

for (const [name, transform] of Object.entries(transforms)) {
  test(`${name}: there and back, and all derivatives by finite differences`, () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (u) => {
        const value = transform.toValue(u);
        assertClose(transform.toPosition(value), u, 1e-12);
        assertClose(transform.derivative(u), slope(transform.toValue, u), 1e-9);
        assertClose(transform.logJacobian(u), Math.log(transform.derivative(u)), 1e-12);
        assertClose(transform.logJacobianDerivative(u), slope(transform.logJacobian, u), 1e-9);
        if (value > 0.01) {
          const logValue = (at: number) => Math.log(transform.toValue(at));
          if (transform.kind !== "identity" || u > 0.1)
            assertClose(transform.elasticity(u), slope(logValue, u), 1e-6);
        }
      }),
    );
  });
}

test("far out the bounded transform reaches its bounds without NaN", () => {
  for (const transform of [logitTransform(0, 2), logitTransform(0.5, 3)]) {
    for (const u of [-800, 800]) {
      const numbers = [
        transform.toValue(u),
        transform.logJacobian(u),
        transform.derivative(u),
        transform.elasticity(u),
      ];
      assert.ok(numbers.every(Number.isFinite), numbers.join(", "));
    }
  }
  assert.equal(logitTransform(0, 2).elasticity(-800), 1);
});

test("bounds out of order are refused", () => {
  assert.throws(() => logitTransform(1, 1), InputError);
  assert.throws(() => logitTransform(0, Number.POSITIVE_INFINITY), InputError);
});
