import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { logMeanExp, logSumExp } from "pml/math";
import { assertClose } from "../support/close.js";

const infinity = Number.POSITIVE_INFINITY;

test("closed forms: equal terms, a geometric series", () => {
  assertClose(logSumExp([0, 0, 0]), Math.log(3), 1e-15);
  // sum over k of 2^-k, k = 1..40, is 1 - 2^-40
  const halves = Array.from({ length: 40 }, (_, k) => -(k + 1) * Math.LN2);
  assertClose(logSumExp(halves), Math.log1p(-(2 ** -40)), 1e-15);
  assert.equal(logMeanExp([-1234.5]), -1234.5);
});

test("large and small logarithms neither overflow nor vanish", () => {
  assertClose(logSumExp([1000, 999]), 1000 + Math.log1p(Math.exp(-1)), 1e-15);
  assertClose(logSumExp([-1000, -1000]), -1000 + Math.LN2, 1e-15);
  assertClose(logMeanExp([...new Array(999_999).fill(-5000), 3]), 3 - Math.log(1e6), 1e-15);
});

test("empty sums, infinities and NaN", () => {
  assert.equal(logSumExp([]), -infinity);
  assert.equal(logMeanExp([]), -infinity);
  assert.equal(logSumExp([-infinity, -infinity]), -infinity);
  assert.equal(logMeanExp([-infinity, -infinity]), -infinity);
  assert.equal(logSumExp([3, infinity]), infinity);
  assert.equal(logSumExp([-infinity, 2]), 2);
  assertClose(logMeanExp([-infinity, 2]), 2 - Math.LN2, 1e-15);
  for (const values of [
    [Number.NaN, 1],
    [1, Number.NaN],
    [infinity, Number.NaN],
  ]) {
    assert.ok(Number.isNaN(logSumExp(values)));
    assert.ok(Number.isNaN(logMeanExp(values)));
  }
});

test("a mean near 1 keeps the digits of its logarithm", () => {
  assert.ok(Math.abs(logMeanExp([3e-17, 0, 0]) / 1e-17 - 1) < 1e-12);
});

test("adding a constant shifts the result; the mean is between the extremes; order does not matter", () => {
  const values = fc.array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.double({ min: -100, max: 100, noNaN: true }), (x, shift) => {
      const sum = logSumExp(x);
      const scale = Math.max(1, Math.abs(sum), Math.abs(shift));
      assert.ok(Math.abs(logSumExp(x.map((value) => value + shift)) - sum - shift) <= 1e-12 * scale);
      const mean = logMeanExp(x);
      assert.ok(mean >= Math.min(...x) - 1e-12 * scale && mean <= Math.max(...x) + 1e-12 * scale);
      assertClose(logSumExp([...x].reverse()), sum, 1e-14);
    }),
  );
});
