import { requireInput, requireInteger } from "../support/index.js";

/** What the lowest of some log-likelihoods do to their sum. */
export interface WorstShare {
  /** Number of values counted as the worst. */
  readonly count: number;
  /** Their sum divided by the sum of all; near 1 where they decide it. Meaningful for sums of one sign. */
  readonly share: number;
  /** The mean of all the others; NaN if there are none. */
  readonly meanOfOthers: number;
}

/**
 * How much of a sum of log-likelihoods the `count` lowest values make up, and what is left without them: whether a mean speaks for the
 * many or for a few.
 *
 * @throws InputError if `count` is not in 1 .. number of values
 *
 * @example
 * worstShare([-1, -2, -97], 1); // { count: 1, share: 0.97, meanOfOthers: -1.5 }
 */
export function worstShare(values: ArrayLike<number>, count: number): WorstShare {
  requireInteger("worstShare", "count", count, 1);
  requireInput(
    count <= values.length,
    "worstShare",
    () => `count must be at most the number of values, ${values.length}, got ${count}`,
  );
  const ascending = Float64Array.from(values).sort();
  const sum = (some: Float64Array) => some.reduce((total, value) => total + value, 0);
  const worst = sum(ascending.subarray(0, count));
  const others = sum(ascending.subarray(count));
  return { count, share: worst / (worst + others), meanOfOthers: others / (values.length - count) };
}
