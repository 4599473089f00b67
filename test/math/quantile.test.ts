import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { median, quantiles } from "pml/math";
import { InputError } from "pml/support";
import { assertClose } from "../support/close.js";

test("type 7 on a small sample", () => {
  // numpy.quantile([3.5, -1, 8, 2.25, 2.25, 10, 0], [0, .05, .25, .5, .6, .975, 1])
  const expected = [-1, -0.7, 1.125, 2.25, 3, 9.7, 10];
  const values = [3.5, -1, 8, 2.25, 2.25, 10, 0];
  assertClose(quantiles(values, [0, 0.05, 0.25, 0.5, 0.6, 0.975, 1]), expected, 1e-15);
  assert.deepEqual(values, [3.5, -1, 8, 2.25, 2.25, 10, 0]);
});

test("medians of odd and even samples, of one value, with infinities", () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median(Float32Array.of(4, 1, 3, 2)), 2.5);
  assert.equal(median([7]), 7);
  const infinity = Number.POSITIVE_INFINITY;
  assert.deepEqual(quantiles([infinity, 1, infinity], [0, 0.5, 0.75, 1]), [1, infinity, infinity, infinity]);
  assert.equal(median([-infinity, -infinity, 3]), -infinity);
});

test("quantiles rise with the probability and lie within the sample", () => {
  const sample = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(sample, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values, probabilities) => {
      const found = quantiles(
        values,
        [...probabilities].sort((a, b) => a - b),
      );
      assert.ok(found.every((q) => q >= Math.min(...values) && q <= Math.max(...values)));
      // one rounding error of an interpolation is allowed
      assert.ok(found.every((q, i) => i === 0 || q >= found[i - 1]! - 1e-15 * Math.abs(q)));
    }),
  );
});

test("no values, NaN and impossible probabilities are refused", () => {
  assert.throws(() => quantiles([], [0.5]), InputError);
  assert.throws(() => median([1, Number.NaN]), /values\[1\] is NaN/);
  for (const p of [-0.1, 1.01, Number.NaN]) assert.throws(() => quantiles([1], [p]), InputError);
});
