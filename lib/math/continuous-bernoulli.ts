import { requireInput } from "../support/index.js";
import { bernoulliLogProbability } from "./bernoulli.js";

/** Bernoulli numbers B_2, B_4, ... B_24. */
const bernoulliNumbers = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
  854513 / 138,
  -236364091 / 2730,
];

/** `B_2n / (2n)!`, n = 1, 2, ... */
const scaledBernoulliNumbers = bernoulliNumbers.map((number, i) => {
  let factorial = 1;
  for (let k = 2; k <= 2 * (i + 1); k++) factorial *= k;
  return number / factorial;
});

/** `sum_n coefficients[n] square^n` by Horner's rule. */
function polynomial(coefficients: readonly number[], square: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * square + coefficient, 0);
}

/** Odd parts: `1/logit - 1/sinh(logit)` and `1/2 coth(logit/2) - 1/logit` over logit; even part: the derivative of the latter. */
const derivativeSeries = scaledBernoulliNumbers.map((number, i) => (2 ** (2 * (i + 1)) - 2) * number);
const meanSeries = scaledBernoulliNumbers;
const varianceSeries = scaledBernoulliNumbers.map((number, i) => (2 * i + 1) * number);

/** Within this distance of 0 the closed forms cancel and the series (radius of convergence pi) take over. */
const seriesRadius = 0.5;

/**
 * Log-normaliser of the continuous Bernoulli density (Loaiza-Ganem and Cunningham 2019, equation 8), in nats:
 *
 * `ln C = ln(2 artanh(1 - 2p) / (1 - 2p)) = ln(logit / tanh(logit / 2))`, `ln 2` at logit 0 (p = 1/2).
 *
 * @param logit `ln(p / (1 - p))`, any size
 */
export function continuousBernoulliLogNormaliser(logit: number): number {
  // below, ln C - ln 2 = logit^2 / 12 is far below rounding, and half of a subnormal logit would be 0
  return Math.abs(logit) < 1e-9 ? Math.LN2 : Math.log(logit / Math.tanh(logit / 2));
}

/** `d ln C / d logit = 1/logit - 1/sinh(logit)`, 0 at logit 0. */
export function continuousBernoulliLogNormaliserDerivative(logit: number): number {
  if (Math.abs(logit) < seriesRadius) return logit * polynomial(derivativeSeries, logit * logit);
  return 1 / logit - 1 / Math.sinh(logit);
}

/** Mean, in [0, 1]: `1 / (1 - exp(-logit)) - 1 / logit`, 1/2 at logit 0. It is not `p`. */
export function continuousBernoulliMean(logit: number): number {
  if (Math.abs(logit) < seriesRadius) return 0.5 + logit * polynomial(meanSeries, logit * logit);
  return -1 / Math.expm1(-logit) - 1 / logit;
}

/** Variance, the derivative of the mean: `1/logit^2 - 1/(2 sinh(logit/2))^2`, 1/12 at logit 0. */
export function continuousBernoulliVariance(logit: number): number {
  if (Math.abs(logit) < seriesRadius) return polynomial(varianceSeries, logit * logit);
  const inverse = 1 / logit;
  const steep = 0.5 / Math.sinh(logit / 2);
  return (inverse - steep) * (inverse + steep);
}

/**
 * Log-density on [0, 1], in nats: `x logit - softplus(logit) + ln C(logit)`. It integrates to 1 over x, which the
 * Bernoulli formula for grey x does not. Its derivative with respect to the logit is `x - mean`.
 *
 * @param x a pixel on [0, 1]
 * @throws InputError for x outside [0, 1], pixels 0..255 for example
 */
export function continuousBernoulliLogDensity(x: number, logit: number): number {
  requireInput(
    x >= 0 && x <= 1,
    "continuousBernoulliLogDensity",
    () => `x must be a pixel on [0, 1], got ${x}`,
    { x },
  );
  return bernoulliLogProbability(x, logit) + continuousBernoulliLogNormaliser(logit);
}
