import { requireInput } from "../support/index.js";

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);
const rootTwoPi = Math.sqrt(2 * Math.PI);

/** From here on the continued fraction of the tail takes over from the series about 0. */
const tailStart = 1.5;

const standardise = (x: number, mean: number, sd: number): number => (x - mean) / sd;

/** `exp(-z^2 / 2) / sqrt(2 pi)`; z is split so that the square of its leading part is exact (Cody 1969). */
function standardDensity(z: number): number {
  if (Math.abs(z) > 40) return 0;
  const leading = Math.round(z * 16) / 16;
  const rest = (z - leading) * (z + leading);
  return (Math.exp(-0.5 * leading * leading) * Math.exp(-0.5 * rest)) / rootTwoPi;
}

/**
 * Mills' ratio `(1 - Phi(z)) / phi(z)` for `z >= tailStart`: Laplace's continued fraction
 * `1/(z + 1/(z + 2/(z + 3/(z + ...))))` (Abramowitz and Stegun 26.2.14), evaluated from its end.
 */
function millsRatio(z: number): number {
  // the error falls like exp(-2 z sqrt(n)) with the number of depth n: this many give 17 digits
  const depth = Math.ceil(12 + 380 / (z * z));
  let tail = z;
  for (let level = depth; level >= 1; level--) tail = z + level / tail;
  return 1 / tail;
}

/** `(Phi(z) - 1/2) / phi(z) = z + z^3/3 + z^5/(3 5) + ...` (Abramowitz and Stegun 26.2.11): all terms of one sign. */
function centralRatio(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum;
}

function standardUpperTail(z: number): number {
  if (z >= tailStart) return standardDensity(z) * millsRatio(z);
  if (z <= -tailStart) return 1 - standardUpperTail(-z);
  return 0.5 - standardDensity(z) * centralRatio(z);
}

function standardLogUpperTail(z: number): number {
  if (z === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (z >= tailStart) return -0.5 * z * z - logRootTwoPi + Math.log(millsRatio(z));
  if (z > 0) return Math.log(standardUpperTail(z));
  return Math.log1p(-standardUpperTail(-z));
}

/** `ln N(x; mean, sd^2)` in nats. */
export function normalLogDensity(x: number, mean = 0, sd = 1): number {
  const z = standardise(x, mean, sd);
  return -0.5 * z * z - Math.log(sd) - logRootTwoPi;
}

/** `P(X <= x)` for `X ~ N(mean, sd^2)`, with relative accuracy about 1e-15 in the lower tail too (until it underflows at -38.6 sd). */
export function normalCdf(x: number, mean = 0, sd = 1): number {
  return standardUpperTail(-standardise(x, mean, sd));
}

/** `P(X > x) = 1 - cdf`, with the same relative accuracy in the upper tail. */
export function normalUpperTail(x: number, mean = 0, sd = 1): number {
  return standardUpperTail(standardise(x, mean, sd));
}

/** `ln P(X <= x)`, accurate in both tails, also where the cdf itself is 0 or 1 in doubles. */
export function normalLogCdf(x: number, mean = 0, sd = 1): number {
  return standardLogUpperTail(-standardise(x, mean, sd));
}

/** `ln P(X > x)`, accurate in both tails. */
export function normalLogUpperTail(x: number, mean = 0, sd = 1): number {
  return standardLogUpperTail(standardise(x, mean, sd));
}

/** Solves `Phi(z) - 1/2 = excess` for |excess| < 1/4 by Newton's rule: near 0 only this form keeps the digits of z. */
function centralQuantile(excess: number): number {
  let z = excess * rootTwoPi;
  for (let step = 0; step < 5; step++) z += excess / standardDensity(z) - centralRatio(z);
  return z;
}

/** Solves `ln(1 - Phi(z)) = ln tail` for tail <= 1/4, z > 0, by Newton's rule (the function is nearly a parabola). */
function tailQuantile(tail: number): number {
  const target = Math.log(tail);
  let z = Math.sqrt(-2 * target);
  for (let step = 0; step < 12; step++) {
    const logTail = standardLogUpperTail(z);
    // derivative of ln(1 - Phi) is -1 / Mills' ratio
    const ratio = Math.exp(logTail - normalLogDensity(z));
    const change = (logTail - target) * ratio;
    z += change;
    if (Math.abs(change) <= 1e-16 * z) break;
  }
  return z;
}

/**
 * The x with `P(X <= x) = p` for `X ~ N(mean, sd^2)`: solved to the last digits (about 1e-15 relative for a standard normal),
 * no approximation formula left over.
 *
 * @param p in [0, 1]; 0 and 1 give -Infinity and Infinity
 * @throws InputError if p is outside
 *
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 */
export function normalQuantile(p: number, mean = 0, sd = 1): number {
  requireInput(p >= 0 && p <= 1, "normalQuantile", () => `p must be in [0, 1], got ${p}`, { p });
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (Math.abs(p - 0.5) < 0.25) return mean + sd * centralQuantile(p - 0.5);
  return mean + sd * (p < 0.5 ? -tailQuantile(p) : tailQuantile(1 - p));
}

/**
 * `(r^2 - 1)/2 - ln r`, at least 0. Near r = 1 both parts cancel; there `ln r^2 = 2 artanh s` with
 * `s = (r^2 - 1)/(r^2 + 1)` and `r^2 - 1 = 2 s/(1 - s)` leave `s^2/(1 - s) - (s^3/3 + s^5/5 + ...)`.
 *
 * @param r ratio of two standard deviations
 * @param excess `r - 1`, which the caller knows without rounding
 */
function ratioDivergence(r: number, excess: number): number {
  const s = (excess * (r + 1)) / (r * r + 1);
  if (!(Math.abs(s) < 0.2)) return 0.5 * (r * r - 1) - Math.log(r);
  let power = s * s * s;
  let higher = 0;
  for (let k = 3; k <= 25; k += 2) {
    higher += power / k;
    power *= s * s;
  }
  return (s * s) / (1 - s) - higher;
}

/**
 * Kullback-Leibler divergence of two normal distributions, in nats:
 *
 * `KL(N(mean1, sd1^2) || N(mean2, sd2^2)) = ln(sd2/sd1) + (sd1^2 + (mean1 - mean2)^2) / (2 sd2^2) - 1/2`,
 *
 * written so that nearly equal distributions keep their digits.
 */
export function normalKl(mean1: number, sd1: number, mean2: number, sd2: number): number {
  const shift = (mean1 - mean2) / sd2;
  return ratioDivergence(sd1 / sd2, (sd1 - sd2) / sd2) + 0.5 * shift * shift;
}
