import { betaQuantile, quantileOfSorted } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { isDiagnosable, mapDraws, pool } from "./chains.js";
import { essBelow, essOfSplit } from "./ess.js";
import { inSafeUnit, meanOfSafe, sdOfSafe, squaredDistances } from "./moments.js";
import { orderDraws } from "./ordered-draws.js";

/** Probabilities of a standard normal below -1 and 1: a quantile's interval of one standard error. */
const oneSigma = [0.1586553, 0.8413447] as const;

/** Monte-Carlo standard error of the mean: sd / sqrt(ESS of the mean). */
export function mcseMean(quantity: Quantity): number {
  if (!isDiagnosable("mcseMean", quantity)) return Number.NaN;
  const { draws, unit } = inSafeUnit(quantity);
  return mcseMeanOfSafe(draws, sdOfSafe(draws)) * unit;
}

/** {@link mcseMean} of draws in a safe unit, whose standard deviation is known. */
export const mcseMeanOfSafe = (draws: Quantity, spread: number): number =>
  spread / Math.sqrt(essOfSplit(draws));

/** Monte-Carlo standard error of the standard deviation, by the delta method from that of the variance. */
export function mcseSd(quantity: Quantity): number {
  if (!isDiagnosable("mcseSd", quantity)) return Number.NaN;
  const { draws, unit } = inSafeUnit(quantity);
  return mcseSdOfSafe(draws) * unit;
}

/** {@link mcseSd} of draws in a safe unit, in which their squares can be squared as well. */
export function mcseSdOfSafe(draws: Quantity): number {
  const squares = squaredDistances(draws);
  const variance = meanOfSafe(squares);
  const varianceOfSquares = meanOfSafe(mapDraws(squares, (square) => (square - variance) ** 2));
  return Math.sqrt(varianceOfSquares / essOfSplit(squares) / variance / 4);
}

/**
 * Monte-Carlo standard error of the quantile at `probability`: half the distance between the order statistics at
 * which a Beta(ESS p + 1, ESS (1 - p) + 1) variable has its one-sigma interval (Vehtari et al. 2021, section 4.4).
 */
export function mcseQuantile(quantity: Quantity, probability: number): number {
  if (!isDiagnosable("mcseQuantile", quantity)) return Number.NaN;
  const { sorted } = orderDraws(pool(quantity));
  const size = essBelow(quantity, [quantileOfSorted(sorted, probability)]);
  return mcseOfOrderStatistic(sorted, probability, size);
}

/** {@link mcseQuantile} of draws in ascending order, given the effective sample size for that quantile. */
export function mcseOfOrderStatistic(sorted: Float64Array, probability: number, size: number): number {
  if (Number.isNaN(size)) return Number.NaN;
  const [low, high] = oneSigma.map(
    (p) => betaQuantile(p, size * probability + 1, size * (1 - probability) + 1) * sorted.length - 1,
  );
  const lower = sorted[Math.floor(Math.max(low!, 0))]!;
  const upper = sorted[Math.ceil(Math.min(high!, sorted.length - 1))]!;
  return (upper - lower) / 2;
}

/** Monte-Carlo standard error of the median. */
export function mcseMedian(quantity: Quantity): number {
  return mcseQuantile(quantity, 0.5);
}
