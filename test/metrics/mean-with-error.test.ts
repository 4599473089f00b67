import assert from "node:assert/strict";
import { test } from "node:test";
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

test("one value has no error to speak of, and NaN has no mean", () => {
  assert.throws(() => meanWithError([1]), /at least 2 values/);
  assert.throws(() => meanWithError([1, Number.NaN]), /values\[1\] must be finite/);
});
