import { quantileOfSorted, varianceOf } from "../../math/index.js";
import { requireInput } from "../../support/index.js";
import type { Quantity } from "../sampling/run.js";
import { AutocovarianceSums } from "./autocovariance-sums.js";
import { isDiagnosable, mapDraws, pool, splitChains, unpool } from "./chains.js";
import { inSafeUnit, squaredDistances } from "./moments.js";
import { orderDraws } from "./ordered-draws.js";
import { foldedScores, rankScores } from "./rank-normalise.js";

/** The methods of {@link ess} that need no probability. */
export type EssMethod =
  | "bulk"
  | "tail"
  | "mean"
  | "sd"
  | "median"
  | "mad"
  | "z_scale"
  | "folded"
  | "identity";

/** A range of so small a part of the largest draw is rounding. */
const noSpread = 1e-15;

/**
 * Effective sample size of chains as they are: neither split nor rank-normalised. The base of all variants.
 *
 * `N / tau`, `tau = -1 + 2 sum of rho_t` up to where Geyer's initial positive sequence ends, made monotone, with
 * `rho_t = 1 - (W - mean autocovariance at t) / var+` over all chains (Vehtari et al. 2021, equations 10 to 13).
 * tau is at least 1 / log10(N). All draws equal, but for rounding: N. NaN if a correlation cannot be computed.
 */
export function essOfChains(chains: Quantity): number {
  const count = chains.length * chains[0]!.length;
  if (isConstant(chains)) return count;
  return count / Math.max(integratedTime(chains), 1 / Math.log10(count));
}

function isConstant(chains: Quantity): boolean {
  let least = Infinity;
  let most = -Infinity;
  for (const chain of chains) {
    for (let t = 0; t < chain.length; t++) {
      const x = chain[t]!;
      if (x < least) least = x;
      if (x > most) most = x;
    }
  }
  return most >= least && most - least <= noSpread * Math.max(Math.abs(least), Math.abs(most));
}

/** rho_t of several chains together, for t from 1 to n - 1. */
function autocorrelationEstimates(chains: Quantity): (t: number) => number {
  const n = chains[0]!.length;
  const sums = new AutocovarianceSums(chains);
  const within = ((sums.at(0) / chains.length) * n) / (n - 1);
  const between = chains.length > 1 ? varianceOf(sums.offsets) : 0;
  const total = (within * (n - 1)) / n + between;
  return (t) => 1 - (within - sums.at(t) / chains.length) / total;
}

/**
 * tau = -1 + 2 sum of the pairs (rho_2k + rho_2k+1), as long as they are positive and each at most the one before
 * (Geyer's initial monotone sequence). Of the pair behind the last one the even half is added once, which improves
 * the estimate for antithetic chains (Stan and ArviZ do so).
 */
function integratedTime(chains: Quantity): number {
  const n = chains[0]!.length;
  const rho = autocorrelationEstimates(chains);
  let even = 1;
  let odd = rho(1);
  if (Number.isNaN(odd)) return Number.NaN;
  let monotone = Infinity;
  let sum = 0;
  for (let t = 1; t < n - 3 && even + odd > 0; t += 2) {
    monotone = Math.min(monotone, even + odd);
    sum += monotone;
    even = rho(t + 1);
    odd = rho(t + 2);
  }
  return -1 + 2 * sum + (even + odd >= 0 ? even : Math.max(even, 0));
}

/** The effective sample size of the chains split in two. */
export const essOfSplit = (chains: Quantity): number => essOfChains(splitChains(chains));

/** 0 or 1 as draws, so that the effective sample size of a probability is that of a mean. */
const indicator = (quantity: Quantity, holds: (x: number) => boolean): Float64Array[] =>
  mapDraws(quantity, (x) => (holds(x) ? 1 : 0));

function quantilesOf(quantity: Quantity, probabilities: readonly number[]): number[] {
  const { sorted } = orderDraws(pool(quantity));
  return probabilities.map((probability) => quantileOfSorted(sorted, probability));
}

const medianOf = (quantity: Quantity): number => quantilesOf(quantity, [0.5])[0]!;

const methods: Readonly<Record<EssMethod, (quantity: Quantity) => number>> = {
  bulk: (quantity) => essOfChains(rankScores(splitChains(quantity))),
  tail: (quantity) => essTail(quantity),
  mean: essOfSplit,
  sd: (quantity) => essOfSplit(squaredDistances(quantity)),
  median: (quantity) => essQuantile(quantity, 0.5),
  mad: (quantity) => {
    const centre = medianOf(quantity);
    const distances = mapDraws(quantity, (x) => Math.abs(x - centre));
    const middle = medianOf(distances);
    return essOfChains(rankScores(splitChains(indicator(distances, (x) => x <= middle))));
  },
  z_scale: (quantity) => essOfChains(rankScores(splitChains(quantity))),
  folded: (quantity) => {
    const split = splitChains(quantity);
    const ordered = orderDraws(pool(split));
    return essOfChains(unpool(foldedScores(ordered, quantileOfSorted(ordered.sorted, 0.5)), split));
  },
  identity: essOfChains,
};

/**
 * Effective sample size of a scalar quantity: the number of independent draws that would estimate as precisely.
 *
 * `bulk` (default): of the rank-normalised split chains, for the centre of the distribution. `tail`: the smaller of
 * those of the 5 % and 95 % quantiles. `mean`, `sd`, `median`, `mad`: for the estimate of that name. `z_scale` is
 * bulk, `folded` is of the rank-normalised distances from the median, `identity` of the chains untouched.
 *
 * It depends on neither the unit nor the origin of the draws. NaN for fewer than 4 draws a chain or NaN among the draws; the number of draws if all are equal. May exceed the
 * number of draws (antithetic chains). Rule of thumb: at least 100 per chain (Vehtari et al. 2021).
 *
 * @example ess(quantity(run, 0)); ess(quantity(run, 0), "tail")
 */
export function ess(quantity: Quantity, method: EssMethod = "bulk"): number {
  return isDiagnosable("ess", quantity) ? methods[method](inSafeUnit(quantity).draws) : Number.NaN;
}

/**
 * Bulk effective sample size per draw, the draws being those of the split chains (an odd one in the middle is left
 * out). If all draws are equal it is the number of draws, as in ArviZ.
 */
export function essRelative(quantity: Quantity): number {
  if (!isDiagnosable("essRelative", quantity)) return Number.NaN;
  const chains = splitChains(quantity);
  const size = essOfChains(rankScores(chains));
  return isConstant(quantity) ? size : size / (chains.length * chains[0]!.length);
}

/** Effective sample size for the quantile at `probability` in [0, 1]: that of the share of draws up to it. */
export function essQuantile(quantity: Quantity, probability: number): number {
  return essTail(quantity, [probability]);
}

/** The smallest of the effective sample sizes of some quantiles, by default of those at 5 % and 95 %. */
export function essTail(quantity: Quantity, probabilities: readonly number[] = [0.05, 0.95]): number {
  requireInput(probabilities.length > 0, "essTail", "wants at least one probability, got none");
  if (!isDiagnosable("essTail", quantity)) return Number.NaN;
  return essBelow(quantity, quantilesOf(quantity, probabilities));
}

/** The smallest of the effective sample sizes of the shares of draws up to the bounds. */
export function essBelow(quantity: Quantity, bounds: readonly number[]): number {
  return Math.min(...bounds.map((bound) => essOfSplit(indicator(quantity, (x) => x <= bound))));
}

/**
 * Effective sample size for the share of draws between two quantiles, bounds included.
 *
 * Throws an InputError for any other number of probabilities than two, or the greater first.
 */
export function essLocal(quantity: Quantity, probabilities: readonly [number, number]): number {
  requireInput(
    probabilities.length === 2,
    "essLocal",
    () => `wants two probabilities, got ${(probabilities as readonly number[]).join(", ")}`,
    { probabilities },
  );
  const [from, to] = probabilities;
  requireInput(
    from <= to,
    "essLocal",
    () => `the first probability must not exceed the second: ${from}, ${to}`,
  );
  if (!isDiagnosable("essLocal", quantity)) return Number.NaN;
  const [low, high] = quantilesOf(quantity, probabilities);
  return essOfSplit(indicator(quantity, (x) => low! <= x && x <= high!));
}
