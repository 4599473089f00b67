import { quantiles } from "../../metrics/quantile.js";
import { requireInput } from "../../support/errors.js";
import type { Quantity } from "../sampling/run.js";
import { summedAutocovariance } from "./autocovariance.js";
import { isDiagnosable, mapDraws, pool, splitChains } from "./chains.js";
import { mean, meanOf, varianceOf } from "./moments.js";
import { rankNormalise } from "./rank-normalise.js";

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

const noSpread = 1e-15;

/**
 * Effective sample size of chains as they are: neither split nor rank-normalised. The base of all variants.
 *
 * `N / tau`, `tau = -1 + 2 sum of rho_t` up to where Geyer's initial positive sequence ends, made monotone, with
 * `rho_t = 1 - (W - mean autocovariance at t) / var+` over all chains (Vehtari et al. 2021, equations 10 to 13).
 * tau is at least 1 / log10(N). All draws equal: N. NaN if a correlation cannot be computed.
 */
export function essOfChains(chains: Quantity): number {
  const count = chains.length * chains[0]!.length;
  if (isConstant(chains)) return count;
  const correlations = autocorrelationEstimates(chains);
  return count / Math.max(integratedTime(correlations), 1 / Math.log10(count));
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
  return most - least < noSpread;
}

/** rho_t of several chains together, t = 0 .. n - 1. */
function autocorrelationEstimates(chains: Quantity): Float64Array {
  const n = chains[0]!.length;
  const covariance = summedAutocovariance(chains);
  const within = ((covariance[0]! / chains.length) * n) / (n - 1);
  const between = chains.length > 1 ? varianceOf(chains.map(meanOf)) : 0;
  const total = (within * (n - 1)) / n + between;
  const correlations = covariance.map((sum) => 1 - (within - sum / chains.length) / total);
  correlations[0] = 1;
  return correlations;
}

/**
 * tau = -1 + 2 sum of the pairs (rho_2k + rho_2k+1), as long as they are positive and each at most the one before
 * (Geyer's initial monotone sequence). Of the pair behind the last one the even half is added once, which improves
 * the estimate for antithetic chains (Stan and ArviZ do so).
 */
function integratedTime(rho: Float64Array): number {
  let even = 1;
  let odd = rho[1]!;
  if (Number.isNaN(odd)) return Number.NaN;
  let monotone = Infinity;
  let sum = 0;
  for (let t = 1; t < rho.length - 3 && even + odd > 0; t += 2) {
    monotone = Math.min(monotone, even + odd);
    sum += monotone;
    even = rho[t + 1]!;
    odd = rho[t + 2]!;
  }
  return -1 + 2 * sum + (even + odd >= 0 ? even : Math.max(even, 0));
}

/** The effective sample size of the chains split in two. */
const ofSplit = (chains: Quantity): number => essOfChains(splitChains(chains));

/** 0 or 1 as draws, so that the effective sample size of a probability is that of a mean. */
const indicator = (quantity: Quantity, holds: (x: number) => boolean): Float64Array[] =>
  mapDraws(quantity, (x) => (holds(x) ? 1 : 0));

const medianOf = (quantity: Quantity): number => quantiles(pool(quantity), [0.5])[0]!;

const methods: Readonly<Record<EssMethod, (quantity: Quantity) => number>> = {
  bulk: (quantity) => essOfChains(rankNormalise(splitChains(quantity))),
  tail: (quantity) => essTail(quantity),
  mean: ofSplit,
  sd: (quantity) => {
    const centre = mean(quantity);
    return ofSplit(mapDraws(quantity, (x) => (x - centre) ** 2));
  },
  median: (quantity) => essQuantile(quantity, 0.5),
  mad: (quantity) => {
    const centre = medianOf(quantity);
    const distances = mapDraws(quantity, (x) => Math.abs(x - centre));
    const middle = medianOf(distances);
    return essOfChains(rankNormalise(splitChains(indicator(distances, (x) => x <= middle))));
  },
  z_scale: (quantity) => essOfChains(rankNormalise(splitChains(quantity))),
  folded: (quantity) => essOfChains(rankNormalise(fold(splitChains(quantity)))),
  identity: essOfChains,
};

/** Distances from the median of all draws. */
export function fold(chains: Quantity, centre = medianOf(chains)): Float64Array[] {
  return mapDraws(chains, (x) => Math.abs(x - centre));
}

/**
 * Effective sample size of a scalar quantity: the number of independent draws that would estimate as precisely.
 *
 * `bulk` (default): of the rank-normalised split chains, for the centre of the distribution. `tail`: the smaller of
 * those of the 5 % and 95 % quantiles. `mean`, `sd`, `median`, `mad`: for the estimate of that name. `z_scale` is
 * bulk, `folded` is of the rank-normalised distances from the median, `identity` of the chains untouched.
 *
 * NaN for fewer than 4 draws a chain or NaN among the draws; the number of draws if all are equal. May exceed the
 * number of draws (antithetic chains). Rule of thumb: at least 100 per chain (Vehtari et al. 2021).
 *
 * @example ess(quantity(run, 0)); ess(quantity(run, 0), "tail")
 */
export function ess(quantity: Quantity, method: EssMethod = "bulk"): number {
  return isDiagnosable("ess", quantity) ? methods[method](quantity) : Number.NaN;
}

/**
 * Bulk effective sample size per draw, the draws being those of the split chains (an odd one in the middle is left
 * out). If all draws are equal it is the number of draws, as in ArviZ.
 */
export function essRelative(quantity: Quantity): number {
  if (!isDiagnosable("essRelative", quantity)) return Number.NaN;
  const chains = splitChains(quantity);
  const size = essOfChains(rankNormalise(chains));
  return isConstant(quantity) ? size : size / (chains.length * chains[0]!.length);
}

/** Effective sample size for the quantile at `probability` in [0, 1]: that of the share of draws up to it. */
export function essQuantile(quantity: Quantity, probability: number): number {
  return essTail(quantity, [probability]);
}

/** The smallest of the effective sample sizes of some quantiles, by default of those at 5 % and 95 %. */
export function essTail(quantity: Quantity, probabilities: readonly number[] = [0.05, 0.95]): number {
  if (!isDiagnosable("essTail", quantity)) return Number.NaN;
  return essBelow(quantity, quantiles(pool(quantity), probabilities));
}

/** The smallest of the effective sample sizes of the shares of draws up to the bounds. */
export function essBelow(quantity: Quantity, bounds: readonly number[]): number {
  return Math.min(...bounds.map((bound) => ofSplit(indicator(quantity, (x) => x <= bound))));
}

/** Effective sample size for the share of draws between two quantiles, bounds included. */
export function essLocal(quantity: Quantity, probabilities: readonly [number, number]): number {
  const [from, to] = probabilities;
  requireInput(
    from <= to,
    "essLocal",
    () => `the first probability must not exceed the second: ${from}, ${to}`,
  );
  if (!isDiagnosable("essLocal", quantity)) return Number.NaN;
  const [low, high] = quantiles(pool(quantity), probabilities);
  return ofSplit(indicator(quantity, (x) => low! <= x && x <= high!));
}
