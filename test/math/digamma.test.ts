import assert from "node:assert/strict";
import { test } from "node:test";
import { digamma } from "#internal/math/digamma";
import { assertClose } from "../support/close.js";

const euler = 0.5772156649015329;

test("closed forms: at integers, at halves, the recurrence, the reflection of n + 1/2", () => {
  let harmonic = 0;
  for (let n = 1; n <= 30; n++) {
    assertClose(digamma(n), harmonic - euler, 2e-15);
    harmonic += 1 / n;
  }
  assertClose(digamma(0.5), -euler - 2 * Math.LN2, 2e-15);
  for (const x of [0.01, 0.7, 1.2, 1.4, 1.6, 3.3, 9.5, 25])
    assertClose(digamma(x + 1), digamma(x) + 1 / x, 2e-14);
});

test("about its zero the digits stay", () => {
  assert.ok(Math.abs(digamma(1.4616321449683622)) < 1e-16);
  // its slope there is trigamma(zero)
  assertClose(digamma(1.4616321449683622 + 1e-9) / 1e-9, 0.967672245447621, 1e-7);
});

test("the ends, and what is refused", () => {
  assert.equal(digamma(0), Number.NEGATIVE_INFINITY);
  assert.equal(digamma(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  assert.throws(() => digamma(-1), /digamma: x must be at least 0, got -1/);
  assert.throws(() => digamma(Number.NaN), /digamma: x must be at least 0, got NaN/);
});
