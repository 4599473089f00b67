import { requireInput, requireInteger } from "../support/index.js";
import { normalUpperTail } from "./normal.js";

/**
 * P(X > x) for a chi-square variable with `degrees` degrees of freedom, by its finite sums
 * (Abramowitz and Stegun 26.4.4 for odd, 26.4.5 for even degrees). Cost O(degrees).
 */
export function chiSquareUpperTail(x: number, degrees: number): number {
  requireInteger("chiSquareUpperTail", "degrees", degrees, 1);
  requireInput(x >= 0, "chiSquareUpperTail", () => `x must be at least 0, got ${x}`, { x });
  const isOdd = degrees % 2 === 1;
  const root = Math.sqrt(x);
  let term = isOdd ? Math.sqrt(2 / Math.PI) * Math.exp(-x / 2) * root : Math.exp(-x / 2);
  let tail = isOdd ? 2 * normalUpperTail(root) : term;
  for (let k = isOdd ? 3 : 2; k <= degrees - (isOdd ? 0 : 2); k += 2) {
    if (isOdd) tail += term;
    term *= x / k;
    if (!isOdd) tail += term;
  }
  return tail;
}

/** Pearson's test that counts come from equal probabilities. */
export interface UniformityTest {
  readonly counts: readonly number[];
  readonly chiSquare: number;
  readonly degrees: number;
  /** Chance of a statistic at least this large if the counts are uniform. */
  readonly pValue: number;
}

/**
 * Tests ranks in 0 .. `possible` - 1 for uniformity, in `bins` of equal width.
 *
 * Throws an InputError unless `possible` is a multiple of `bins`, so that every bin is equally likely.
 */
export function testUniformity(ranks: ArrayLike<number>, possible: number, bins: number): UniformityTest {
  requireInteger("testUniformity", "bins", bins, 2);
  requireInput(
    possible % bins === 0,
    "testUniformity",
    () => `the number of possible ranks must be a multiple of bins: ${possible}, ${bins}`,
  );
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < ranks.length; i++) {
    const bin = Math.floor((ranks[i]! * bins) / possible);
    requireInput(bin >= 0 && bin < bins, "testUniformity", () => `ranks[${i}] is ${ranks[i]} of ${possible}`);
    counts[bin]!++;
  }
  const expected = ranks.length / bins;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const degrees = bins - 1;
  return { counts, chiSquare, degrees, pValue: chiSquareUpperTail(chiSquare, degrees) };
}
