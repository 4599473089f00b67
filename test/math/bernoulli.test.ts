import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bernoulliLogProbability, logit, logSigmoid, sigmoid, softplus } from "pml/math";
import { assertClose } from "../support/close.js";

const anyLogit = fc.double({ min: -1000, max: 1000, noNaN: true });

function assertRelative(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.abs(expected),
    `${actual} instead of ${expected}`,
  );
}

test("tails keep their digits: exp(t) to leading order for t = -100 and -700", () => {
  for (const t of [-100, -700]) {
    assertRelative(sigmoid(t), Math.exp(t), 1e-15);
    assertRelative(softplus(t), Math.exp(t), 1e-15);
    assertRelative(logSigmoid(-t), -Math.exp(t), 1e-15);
  }
  assert.equal(softplus(1000), 1000);
  assert.equal(logSigmoid(-1000), -1000);
  assert.deepEqual([sigmoid(-1000), sigmoid(1000)], [0, 1]);
});

test("sigmoid(t) + sigmoid(-t) = 1, softplus(t) - softplus(-t) = t, logit inverts sigmoid", () => {
  fc.assert(
    fc.property(anyLogit, (t) => {
      assertClose(sigmoid(t) + sigmoid(-t), 1, 1e-15);
      assertClose(softplus(t) - softplus(-t), t, 1e-14);
      if (t < 0 && t > -700) assertRelative(logit(sigmoid(t)), t, 1e-9 + 1e-15 / Math.abs(t));
    }),
  );
});

test("logit at the ends, in the middle and beside it", () => {
  assert.equal(logit(0), Number.NEGATIVE_INFINITY);
  assert.equal(logit(1), Number.POSITIVE_INFINITY);
  assert.equal(logit(0.5), 0);
  // ln((1/2 + d)/(1/2 - d)) = 4 d + O(d^3)
  assertRelative(logit(0.5 + 2 ** -40), 4 * 2 ** -40, 1e-15);
  assertRelative(logit(0.9), Math.log(9), 1e-15);
});

test("log-probabilities of 0 and 1 at the ends of the scale", () => {
  assert.equal(bernoulliLogProbability(0, 1000), -1000);
  assert.equal(bernoulliLogProbability(1, -1000), -1000);
  assert.equal(Math.abs(bernoulliLogProbability(1, 1000)), 0);
  assertRelative(bernoulliLogProbability(1, 40), -Math.exp(-40), 1e-15);
  assert.equal(Math.abs(bernoulliLogProbability(0, Number.NEGATIVE_INFINITY)), 0);
  assert.equal(bernoulliLogProbability(0.5, Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY);
});

test("both outcomes add to 1; a grey value is the mean over its binary draws", () => {
  fc.assert(
    fc.property(anyLogit, fc.double({ min: 0, max: 1, noNaN: true }), (t, x) => {
      const [zero, one] = [bernoulliLogProbability(0, t), bernoulliLogProbability(1, t)];
      assertClose(Math.exp(zero) + Math.exp(one), 1, 1e-14);
      assertClose(bernoulliLogProbability(x, t), x * one + (1 - x) * zero, 1e-14);
      assert.ok(bernoulliLogProbability(x, t) <= 0);
    }),
  );
});
