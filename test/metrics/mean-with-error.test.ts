import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { meanWithError } from "pml/metrics";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";

test("mean and standard error of four numbers by hand", () => {
  const { count, mean, standardError } = meanWithError([1, 2, 3, 6]);
  assert.equal(count, 4);
  assert.equal(mean, 3);
  // squares 4 + 1 + 0 + 9 = 14, variance 14/3
  assertClose(standardError, Math.sqrt(14 / 3 / 4), 1e-15);
});

test("the standard error is the spread of means over repetitions", () => {
  const random = Random.from(2);
  const runs = Array.from({ length: 2000 }, () => meanWithError(random.fillNormal(new Float64Array(50))));
  const spread = meanWithError(runs.map(({ mean }) => mean)).standardError * Math.sqrt(runs.length);
  const claimed = meanWithError(runs.map(({ standardError }) => standardError)).mean;
  assertClose(claimed / spread, 1, 0.05);
});

test("one value is its mean and has no error; no value and NaN have no mean", () => {
  assert.deepEqual(meanWithError([7.5]), { count: 1, mean: 7.5, standardError: Number.NaN });
  assert.throws(() => meanWithError([]), /at least one value/);
  assert.throws(() => meanWithError([1, Number.NaN]), /values\[1\] must be finite/);
});

test("mean and error in any unit, where squares are no numbers too", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 20 }),
      fc.integer({ min: -1060, max: 1015 }),
      (values, exponent) => {
        const plain = meanWithError(values);
        const scaled = meanWithError(values.map((value) => value * 2 ** exponent));
        // the last digits of a subnormal number are lost
        const allowed = exponent < -1000 ? 1e-3 : 1e-15;
        assertClose(scaled.mean / 2 ** exponent, plain.mean, allowed);
        assertClose(scaled.standardError / 2 ** exponent, plain.standardError, allowed);
      },
    ),
    { seed: 1 },
  );
});
