import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normalLogUpperTail } from "pml/math";
import { comparePaired } from "pml/metrics";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { assertClose } from "../support/close.js";
import { fixture } from "../support/fixture.js";

const differences = [0.5, -1.25, 2, 2, -0.5, 0, 3.5, 1.25, -2, 0.75, 0, 4];
const zeros = differences.map(() => 0);

test("golden values with ties and zeros", () => {
  const comparison = comparePaired(differences, zeros);
  // numpy: d.mean(), d.std(ddof=1)/sqrt(12)
  assertClose(comparison.meanDifference, 0.8541666666666666, 1e-15);
  assertClose(comparison.standardError, 0.5199234476479604, 1e-15);
  // scipy 1.17.1: binomtest(7, 10, 0.5).pvalue
  assertClose(comparison.sign.pValue, 0.34375, 1e-14);
  // 162 of the 1024 signs of the ten ranks are as far out, see edges.json
  assert.equal(comparison.wilcoxon.pValue, 162 / 1024);
  assertClose(comparison.wilcoxon.z, 1.4837690792802873, 1e-14);
  assert.equal(comparison.wilcoxon.positiveRankSum, 55 - 13);
  assert.deepEqual(
    [comparison.shareFirstGreater, comparison.shareSecondGreater, comparison.shareEqual],
    [7 / 12, 3 / 12, 2 / 12],
  );
  const [low, high] = comparison.interval;
  // scipy 1.17.1: t.ppf(0.975, 11)
  assertClose(high - low, 2 * 2.200985160091639 * comparison.standardError, 1e-13);
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

test("few images: exact tests and intervals by Student's t, ties and zeros included", () => {
  for (const { differences: each, ...expected } of fixture("edges").paired) {
    const found = comparePaired(
      each,
      each.map(() => 0),
    );
    const what = each.join(" ");
    assert.equal(found.wilcoxon.pValue, expected.wilcoxon_p, what);
    assertClose(found.sign.pValue, expected.sign_p, 1e-14, what);
    const unit = Math.max(...each.map(Math.abs));
    const inUnit = (values: readonly number[]) => values.map((value) => value / unit);
    assertClose(inUnit([found.meanDifference]), inUnit([expected.mean]), 1e-15, what);
    assertClose(inUnit([found.standardError]), inUnit([expected.standard_error]), 1e-15, what);
    assertClose(inUnit(found.interval), inUnit(expected.interval), 1e-13, what);
  }
});

test("the signed-rank test of 50 to 200 images is exact far out, where the normal approximation is off by orders", () => {
  for (const { count, negative, log_p } of fixture("edges").long_signed_ranks) {
    const first = Array.from({ length: count }, (_, i) => (negative.includes(i + 1) ? -1 : 1) * (i + 1));
    const { wilcoxon } = comparePaired(first, new Float64Array(count));
    assertClose(wilcoxon.logPValue, log_p, 1e-14, `${count} ranks`);
    assertClose(wilcoxon.pValue / Math.exp(log_p), 1, 1e-12, `${count} ranks`);
  }
});

test("beyond 200 differences the normal approximation goes on where the exact test ends", () => {
  const log = (count: number) => {
    const first = Float64Array.from(
      { length: count },
      (_, i) => (i % 5 < 2 ? -1 : 1) * (1 + ((7 * i) % count)),
    );
    return comparePaired(first, new Float64Array(count)).wilcoxon;
  };
  const { z, pValue } = log(200);
  assertClose(pValue, 2 * Math.exp(normalLogUpperTail(Math.abs(z))), 2e-3);
  assert.notEqual(pValue, 2 * Math.exp(normalLogUpperTail(Math.abs(z))));
  const longer = log(201);
  assertClose(longer.pValue, 2 * Math.exp(normalLogUpperTail(Math.abs(longer.z))), 1e-14);
});

test("the unit of the values changes nothing but the unit of what is in it", () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(values, fc.integer({ min: -1000, max: 1000 }), (each, exponent) => {
      const unit = 2 ** exponent;
      const nothing = each.map(() => 0);
      const plain = comparePaired(each, nothing);
      const scaled = comparePaired(
        each.map((value) => value * unit),
        nothing,
      );
      assert.deepEqual(
        [scaled.sign, scaled.wilcoxon, scaled.meanDifference, scaled.standardError],
        [plain.sign, plain.wilcoxon, plain.meanDifference * unit, plain.standardError * unit],
      );
      assertClose(
        scaled.interval.map((end) => end / unit),
        plain.interval,
        1e-14,
      );
    }),
    { seed: 3 },
  );
});

test("intervals of four images hold the mean in 95 % of repetitions, tests reject at most as often as they say", () => {
  const random = Random.from("four");
  const runs = 4000;
  let held = 0;
  let rejected = 0;
  for (let run = 0; run < runs; run++) {
    const { interval, wilcoxon } = comparePaired(random.fillNormal(new Float64Array(4)), new Float64Array(4));
    held += Number(interval[0] <= 0 && interval[1] >= 0);
    rejected += Number(wilcoxon.pValue <= 0.125);
  }
  // 1.96 standard errors would hold it in 85.5 %
  assert.ok(Math.abs(held / runs - 0.95) < 4.5 * Math.sqrt((0.95 * 0.05) / runs), `${held / runs}`);
  assert.ok(
    Math.abs(rejected / runs - 0.125) < 4.5 * Math.sqrt((0.125 * 0.875) / runs),
    `${rejected / runs}`,
  );
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
  assert.throws(() => comparePaired([1e308, 1], [-1e308, 1]), /first - second\[0\] must be finite/);
  assert.throws(() => comparePaired([1, Number.NaN], [1, 2]), /first\[1\] must be finite/);
});
