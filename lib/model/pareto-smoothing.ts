import { logSumExp } from "../math/index.js";

/** Shape k and scale of a generalised Pareto distribution. */
interface ParetoFit {
  readonly shape: number;
  readonly scale: number;
}

/** `mean_i ln(1 - b x_i)` */
function meanLog(b: number, x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.log1p(-b * x[i]!);
  return sum / x.length;
}

/**
 * Fits a generalised Pareto distribution to excesses in ascending order: the empirical Bayes estimate of Zhang and Stephens (2009),
 * with a weak prior of the weight of ten observations at k = 1/2 (Vehtari et al. 2024, appendix C).
 */
function fitGeneralisedPareto(x: ArrayLike<number>): ParetoFit {
  const count = x.length;
  const candidates = 30 + Math.floor(Math.sqrt(count));
  const quartile = x[Math.floor(count / 4 + 0.5) - 1]!;
  const b = Array.from(
    { length: candidates },
    (_, j) => (1 - Math.sqrt(candidates / (j + 0.5))) / (3 * quartile) + 1 / x[count - 1]!,
  );
  const profile = b.map((each) => {
    const shape = meanLog(each, x);
    return count * (Math.log(-each / shape) - shape - 1);
  });
  const weights = profile.map((one) => 1 / profile.reduce((sum, other) => sum + Math.exp(other - one), 0));
  const kept = weights.map((weight) => (weight >= 10 * Number.EPSILON ? weight : 0));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  const mean = b.reduce((sum, each, j) => sum + (kept[j] === 0 ? 0 : (each * kept[j]!) / total), 0);
  const shape = meanLog(mean, x);
  return { shape: (count * shape + 5) / (count + 10), scale: -shape / mean };
}

/** The quantile at p of the fitted distribution. */
function paretoQuantile(p: number, { shape, scale }: ParetoFit): number {
  const log = Math.log1p(-p);
  return scale * (Math.abs(shape) < Number.EPSILON ? -log : Math.expm1(-shape * log) / shape);
}

/** The smallest exponent whose exponential is a normal double. */
const smallestLog = Math.log(2 ** -1022);

/** What smoothing gives. */
export interface SmoothedWeights {
  /** Logarithms of weights that sum to 1. */
  readonly logWeights: Float64Array;
  /** Pareto shape k: below .7 the weights can be relied on. Infinity if the tail is too short to be fitted. */
  readonly k: number;
}

/**
 * Pareto-smoothed importance weights: the largest weights are replaced by quantiles of a generalised Pareto distribution fitted to
 * them, none above the largest raw one (Vehtari, Simpson, Gelman, Yao and Gabry 2024, algorithm 1).
 *
 * @param relativeEfficiency effective sample size of the draws, as a share of their number
 */
export function paretoSmooth(logRatios: ArrayLike<number>, relativeEfficiency = 1): SmoothedWeights {
  const count = logRatios.length;
  const largest = Array.from(logRatios).reduce((most, x) => (x > most || Number.isNaN(x) ? x : most));
  const logWeights = Float64Array.from(logRatios, (x) => x - largest);
  const tailSize = Math.ceil(Math.min(count / 5, 3 * Math.sqrt(count / relativeEfficiency)));
  const sorted = logWeights.slice().sort();
  const cutoff = Math.max(sorted[count - tailSize - 1]!, smallestLog);
  const tail = Array.from(logWeights.keys())
    .filter((i) => logWeights[i]! > cutoff)
    .sort((i, j) => logWeights[i]! - logWeights[j]!);
  const k = tail.length <= 4 ? Number.POSITIVE_INFINITY : smoothTail(logWeights, tail, Math.exp(cutoff));
  const total = logSumExp(logWeights);
  return { logWeights: logWeights.map((x) => x - total), k };
}

/** Replaces the tail's weights, given by ascending rank, and returns the shape. */
function smoothTail(logWeights: Float64Array, tail: readonly number[], cutoff: number): number {
  const fit = fitGeneralisedPareto(tail.map((i) => Math.exp(logWeights[i]!) - cutoff));
  if (!Number.isFinite(fit.shape)) return fit.shape;
  tail.forEach((i, rank) => {
    const smoothed = Math.log(paretoQuantile((rank + 0.5) / tail.length, fit) + cutoff);
    logWeights[i] = Math.min(smoothed, 0);
  });
  return fit.shape;
}
