import assert from "node:assert/strict";
import { test } from "node:test";
import { hdi } from "pml/inference";
import { logMeanExp, median } from "pml/math";
import { bitsPerDimension, natsOnPixelScale } from "pml/metrics";
import { InputError } from "pml/support";

// Changes of the code that the other tests did not notice: each of these fails for one of them.

test("logMeanExp far from equal values takes the number of values off", () => {
  assert.ok(
    Math.abs(logMeanExp([0, -1, -50, -50, -50, -50]) - (Math.log1p(Math.exp(-1)) - Math.log(6))) < 1e-15,
  );
});

test("NaN is refused in the first place, too", () => {
  assert.throws(() => median([Number.NaN, 1, 2]), InputError);
});

test("one dimension is enough for a common scale", () => {
  assert.equal(bitsPerDimension(-Math.LN2, 1), 1);
  assert.equal(natsOnPixelScale(3, 1, 1), 3);
});

test("the shortest interval is found where it is the first and where it is the last, and for one draw", () => {
  assert.deepEqual(hdi([Float64Array.of(1, 1.1, 1.2, 5, 9, 14)], 0.4), [1, 1.2]);
  assert.deepEqual(hdi([Float64Array.of(-14, -9, -5, -1.2, -1.1, -1)], 0.4), [-1.2, -1]);
  assert.deepEqual(hdi([Float64Array.of(3)]), [3, 3]);
});
