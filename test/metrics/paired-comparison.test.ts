import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normalLogUpperTail } from "pml/math";
import { comparePaired } from "pml/metrics";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { assertClose } from "../support/close.js";

const differences = [0.5, -1.25, 2, 2, -0.5, 0, 3.5, 1.25, -2, 0.75, 0, 4];
const zeros = differences.map(() => 0);

test("golden values with ties and zeros", () => {
  const comparison = comparePaired(differences, zeros);
  // numpy: d.mean(), d.std(ddof=1)/sqrt(12)
  assertClose(comparison.meanDifference, 0.8541666666666666, 1e-15);
  assertClose(comparison.standardError, 0.5199234476479604, 1e-15);
  // scipy 1.17.1: binomtest(7, 10, 0.5).pvalue
  assertClose(comparison.sign.pValue, 0.34375, 1e-14);
  // scipy 1.17.1: wilcoxon(d, zero_method="wilcox", correction=False, method="approx"); its statistic is the smaller rank sum
  assertClose(comparison.wilcoxon.pValue, 0.1378701928033357, 1e-13);
  assertClose(comparison.wilcoxon.z, 1.4837690792802873, 1e-14);
  assert.equal(comparison.wilcoxon.positiveRankSum, 55 - 13);
  assert.deepEqual(
    [comparison.shareFirstGreater, comparison.shareSecondGreater, comparison.shareEqual],
    [7 / 12, 3 / 12, 2 / 12],
  );
  const [low, high] = comparison.interval;
  assertClose(high - low, 2 * 1.959963984540054 * comparison.standardError, 1e-14);
  assertClose((low + high) / 2, comparison.meanDifference, 1e-14);
});

test("the sign test of 10,000 images is exact, and its logarithm goes on below the smallest number", () => {
  const test = (positive: number) => {
    const first = Float64Array.from({ length: 10_000 }, (_, i) => (i < positive ? 1 : -1));
    return comparePaired(first, new Float64Array(10_000)).sign;
  };
  // scipy 1.17.1: binomtest(5400, 10000, 0.5).pvalue
  assertClose(test(5400).pValue / 1.3042452127400838e-15, 1, 1e-11);
  assert.equal(test(5000).pValue, 1);
  const { pValue, logPValue } = test(10_000);
  assert.equal(pValue, 0);
  assertClose(logPValue, -9999 * Math.LN2, 1e-14);
});

test("a shift of all values of one model moves the mean and nothing else", () => {
  const random = Random.from("shift");
  const first = random.fillNormal(new Float64Array(500));
  const second = random.fillNormal(new Float64Array(500));
  const plain = comparePaired(first, second);
  const shifted = comparePaired(
    first.map((value) => value + 10),
    second,
  );
  assertClose(shifted.meanDifference, plain.meanDifference + 10, 1e-13);
  assertClose(shifted.standardError, plain.standardError, 1e-12);
  assert.equal(shifted.shareFirstGreater, 1);
  assertClose(shifted.wilcoxon.logPValue, Math.LN2 + normalLogUpperTail(Math.abs(shifted.wilcoxon.z)), 1e-14);
});

test("exchanging the models changes signs only", () => {
  const values = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 2,
    maxLength: 50,
  });
  fc.assert(
    fc.property(values, (pairs) => {
      const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const one = comparePaired(first, second);
      const other = comparePaired(second, first);
      assertClose(other.meanDifference, -one.meanDifference, 1e-14);
      assertClose(other.wilcoxon.z, -one.wilcoxon.z, 1e-12);
      assert.equal(other.sign.pValue, one.sign.pValue);
      assert.equal(other.shareFirstGreater, one.shareSecondGreater);
      assert.ok(one.sign.pValue > 0 && one.sign.pValue <= 1 && one.wilcoxon.pValue <= 1);
    }),
  );
});

test("both tests keep their level when nothing differs", () => {
  const random = Random.from("level");
  const runs = 2000;
  const rejected = { sign: 0, wilcoxon: 0 };
  for (let run = 0; run < runs; run++) {
    const { sign, wilcoxon } = comparePaired(random.fillNormal(new Float64Array(60)), new Float64Array(60));
    rejected.sign += Number(sign.pValue < 0.05);
    rejected.wilcoxon += Number(wilcoxon.pValue < 0.05);
  }
  const error = Math.sqrt((0.05 * 0.95) / runs);
  // the sign test of 60 rejects with probability 0.0273 (scipy 1.17.1: 2*binom.cdf(21, 60, 0.5)); Wilcoxon's is nearly continuous
  assert.ok(Math.abs(rejected.sign / runs - 0.0273) < 4.5 * error, `sign ${rejected.sign / runs}`);
  assert.ok(Math.abs(rejected.wilcoxon / runs - 0.05) < 4.5 * error, `Wilcoxon ${rejected.wilcoxon / runs}`);
});

test("equal models: no difference, no evidence", () => {
  const { meanDifference, standardError, sign, wilcoxon } = comparePaired(zeros, zeros);
  assert.deepEqual([meanDifference, standardError, sign.pValue, wilcoxon.pValue], [0, 0, 1, 1]);
});

test("what cannot be compared is refused", () => {
  assert.throws(() => comparePaired([1, 2], [1]), InputError);
  assert.throws(() => comparePaired([1], [1]), /at least 2 images, got 1/);
  assert.throws(() => comparePaired([1, Number.NaN], [1, 2]), /first\[1\] must be finite/);
});
