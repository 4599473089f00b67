import { requireInput, requirePositive } from "../support/index.js";
import { logGamma } from "./log-gamma.js";

/** Continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's rule. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let numerator = 1;
  let denominator = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let fraction = denominator;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / (1 + even * denominator || tiny);
    numerator = 1 + even / numerator || tiny;
    fraction *= denominator * numerator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / (1 + odd * denominator || tiny);
    numerator = 1 + odd / numerator || tiny;
    const change = denominator * numerator;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return fraction;
}

/** Regularised incomplete beta function I_x(a, b): the cdf at x in [0, 1] of Beta(a, b), a and b above 0. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // the fraction converges fast below the mean
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(logFront) * continuedFraction(x, a, b)) / a;
}

/**
 * The x in [0, 1] with `betaCdf(x, a, b) = p`, by bisection to the last digits.
 *
 * Throws an InputError unless p is in [0, 1] and a, b are finite and positive.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  requireInput(p >= 0 && p <= 1, "betaQuantile", () => `p must be in [0, 1], got ${p}`, { p });
  requirePositive("betaQuantile", "a", a);
  requirePositive("betaQuantile", "b", b);
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high || high - low < 1e-16) return middle;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
