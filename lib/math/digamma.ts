import { requireInput } from "../support/index.js";

/** From here on the asymptotic series with seven terms is exact in doubles. */
const seriesStart = 10;

/** `B_2k / 2k`, k = 1 .. 7. */
const bernoulli = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];

/** The zero of the function as the sum of two doubles: near it the digits would cancel. */
const root = [1.4616321449683622, 9.549995429965697e-17] as const;

/** `digamma(x)` by the asymptotic series after recurrence. */
function bySeries(x: number): number {
  let shifted = x;
  let sum = 0;
  while (shifted < seriesStart) sum -= 1 / shifted++;
  const inverseSquare = 1 / (shifted * shifted);
  let series = 0;
  for (let k = bernoulli.length - 1; k >= 0; k--) series = series * inverseSquare + bernoulli[k]!;
  return sum + Math.log(shifted) - 0.5 / shifted - series * inverseSquare;
}

/** Derivatives of the function at its zero, divided by k!, k = 1 .. : `(-1)^(k + 1) zeta(k + 1, root)`. */
const taylor = Array.from({ length: 24 }, (_, i) => {
  const power = i + 2;
  let zeta = 0;
  const start = 80;
  for (let n = 0; n < start; n++) zeta += (root[0] + n) ** -power;
  // Euler and Maclaurin's rule for the rest
  const x = root[0] + start;
  zeta += x ** (1 - power) / (power - 1) + 0.5 * x ** -power + (power / 12) * x ** (-power - 1);
  const third = power * (power + 1) * (power + 2);
  zeta += third * (((power + 3) * (power + 4)) / 30240 / x ** 2 - 1 / 720) * x ** (-power - 3);
  return i % 2 === 0 ? zeta : -zeta;
});

/** Taylor's series about the zero, for a distance of at most 0.2. */
function nearRoot(x: number): number {
  const distance = x - root[0] - root[1];
  let sum = 0;
  for (let k = taylor.length - 1; k >= 0; k--) sum = (sum + taylor[k]!) * distance;
  return sum;
}

/**
 * The derivative of `ln Gamma(x)` for x > 0, to about 1e-15 relative: the asymptotic series (Abramowitz and Stegun 6.3.18)
 * after the recurrence `digamma(x) = digamma(x + 1) - 1 / x` has brought x to 10; about its zero 1.4616 Taylor's series.
 * -Infinity at 0.
 *
 * @throws InputError for x below 0 and NaN
 */
export function digamma(x: number): number {
  requireInput(x >= 0, "digamma", () => `x must be at least 0, got ${x}`, { x });
  if (x === Number.POSITIVE_INFINITY) return x;
  return Math.abs(x - root[0]) < 0.2 ? nearRoot(x) : bySeries(x);
}
