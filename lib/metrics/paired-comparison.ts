import { logSumExp, normalLogUpperTail, studentTQuantile, upperTailOfSignedRanks } from "../math/index.js";
import { requireFinite, requireInput, requireLength } from "../support/index.js";
import { meanWithError } from "./mean-with-error.js";

/** Up to so many differences other than 0 Wilcoxon's test is exact; beyond, its normal approximation stands. */
const mostExactRanks = 200;

/** A two-sided test. The logarithm tells apart what is too small for a number. */
export interface TestResult {
  readonly pValue: number;
  /** `ln` of the p-value. */
  readonly logPValue: number;
}

/** Two models compared on the same images; every difference is first minus second. */
export interface PairedComparison {
  readonly count: number;
  readonly meanDifference: number;
  /** Of the mean difference: sd of the differences (n - 1) over root n. */
  readonly standardError: number;
  /** 95 % interval of the mean difference: mean -+ the quantile of Student's t (count - 1 degrees of freedom) standard errors. */
  readonly interval: readonly [number, number];
  /** Shares of images on which the first is greater, the second is greater, both are equal. They add to 1. */
  readonly shareFirstGreater: number;
  readonly shareSecondGreater: number;
  readonly shareEqual: number;
  /** Two-sided sign test: are positive and negative differences equally likely? Equal pairs are left out. */
  readonly sign: TestResult;
  /** Two-sided Wilcoxon signed-rank test: are the differences symmetric about 0? */
  readonly wilcoxon: TestResult & {
    /** Sum of the ranks of the positive differences. */
    readonly positiveRankSum: number;
    /** The statistic in its standard deviations; the p-value follows from it only where more than 200 differences are not 0. */
    readonly z: number;
  };
}

/** `min(1, 2 P(X >= k))` for X binomial with n trials and p = 1/2, `k >= n/2`, summed exactly in logarithms. */
function binomialTest(n: number, k: number): TestResult {
  let logTerm = -n * Math.LN2;
  const tail: number[] = [];
  for (let successes = n; successes >= k; successes--) {
    tail.push(logTerm);
    logTerm += Math.log(successes / (n - successes + 1));
  }
  const logPValue = Math.min(0, Math.LN2 + logSumExp(tail));
  return { pValue: Math.exp(logPValue), logPValue };
}

/** Ranks 1 .. n of ascending values, equal ones sharing the mean of their places, and `sum (t^3 - t)` over groups of t equal ones. */
function midranks(ascending: Float64Array): { ranks: Float64Array; tieTerm: number } {
  const ranks = new Float64Array(ascending.length);
  let tieTerm = 0;
  for (let start = 0; start < ascending.length; ) {
    let end = start + 1;
    while (end < ascending.length && ascending[end] === ascending[start]) end++;
    ranks.fill((start + 1 + end) / 2, start, end);
    const tied = end - start;
    tieTerm += tied ** 3 - tied;
    start = end;
  }
  return { ranks, tieTerm };
}

/**
 * Wilcoxon's test, differences of 0 left out: exact up to {@link mostExactRanks} others, ties included, since all signs of the ranks
 * are equally likely; beyond, by its normal approximation, variance corrected for ties, no continuity correction.
 */
function wilcoxonTest(differences: Float64Array): PairedComparison["wilcoxon"] {
  const byMagnitude = differences
    .filter((difference) => difference !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  const n = byMagnitude.length;
  if (n === 0) return { positiveRankSum: 0, z: 0, pValue: 1, logPValue: 0 };
  const { ranks, tieTerm } = midranks(byMagnitude.map(Math.abs));
  const positiveRankSum = ranks.reduce((sum, rank, i) => (byMagnitude[i]! > 0 ? sum + rank : sum), 0);
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48;
  const z = (positiveRankSum - mean) / Math.sqrt(variance);
  const statistic = { positiveRankSum, z };
  if (n <= mostExactRanks) {
    const tail = upperTailOfSignedRanks(ranks, Math.max(positiveRankSum, 2 * mean - positiveRankSum));
    const pValue = Math.min(1, 2 * tail);
    return { ...statistic, pValue, logPValue: Math.log(pValue) };
  }
  const logPValue = Math.min(0, Math.LN2 + normalLogUpperTail(Math.abs(z)));
  return { ...statistic, pValue: Math.exp(logPValue), logPValue };
}

/**
 * Compares two models image by image: mean difference with its standard error and 95 % interval, share of images
 * on which each is ahead, sign test and Wilcoxon signed-rank test (Wilcoxon 1945). Interval and tests hold for few images too:
 * quantiles of Student's t, an exact sign test, an exact signed-rank test up to 200 differences other than 0 (beyond, the normal
 * approximation with the tie correction of Pratt 1959).
 *
 * All of it speaks of new images from the same source, for these two trained models. It says nothing of what
 * another training would give: for that, compare several seeds.
 *
 * @param first one value per image (ELBO in nats, say)
 * @param second the other model's values of the same images
 * @throws InputError if the lengths differ, fewer than two images are given or a value is not finite
 */
export function comparePaired(first: ArrayLike<number>, second: ArrayLike<number>): PairedComparison {
  const count = first.length;
  requireLength("comparePaired", "second", second.length, count);
  requireInput(count >= 2, "comparePaired", () => `wants at least 2 images, got ${count}`, { count });
  requireFinite("comparePaired", "first", first);
  requireFinite("comparePaired", "second", second);
  const differences = Float64Array.from({ length: count }, (_, i) => first[i]! - second[i]!);
  requireFinite("comparePaired", "first - second", differences);
  const { mean: meanDifference, standardError } = meanWithError(differences);
  const reach = studentTQuantile(0.975, count - 1) * standardError;
  const positive = differences.filter((difference) => difference > 0).length;
  const negative = differences.filter((difference) => difference < 0).length;
  return {
    count,
    meanDifference,
    standardError,
    interval: [meanDifference - reach, meanDifference + reach],
    shareFirstGreater: positive / count,
    shareSecondGreater: negative / count,
    shareEqual: (count - positive - negative) / count,
    sign: binomialTest(positive + negative, Math.max(positive, negative)),
    wilcoxon: wilcoxonTest(differences),
  };
}
