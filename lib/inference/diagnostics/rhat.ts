import type { Quantity } from "../sampling/run.js";
import { isDiagnosable, splitChains } from "./chains.js";
import { fold } from "./ess.js";
import { meanOf, varianceOf } from "./moments.js";
import { rankNormalise } from "./rank-normalise.js";

/** Variants of {@link rhat}. */
export type RhatMethod = "rank" | "split" | "folded" | "z_scale" | "identity";

/**
 * Gelman and Rubin's ratio for chains as they are: `sqrt(((n - 1) / n W + B / n) / W)`, W the mean of the chains'
 * variances, B / n the variance of their means.
 */
export function rhatOfChains(chains: Quantity): number {
  const n = chains[0]!.length;
  const between = n * varianceOf(chains.map(meanOf));
  const within = meanOf(chains.map(varianceOf));
  return Math.sqrt((between / within + n - 1) / n);
}

const methods: Readonly<Record<RhatMethod, (quantity: Quantity) => number>> = {
  rank: (quantity) => Math.max(methods.z_scale(quantity), methods.folded(quantity)),
  split: (quantity) => rhatOfChains(splitChains(quantity)),
  folded: (quantity) => rhatOfChains(rankNormalise(fold(splitChains(quantity)))),
  z_scale: (quantity) => rhatOfChains(rankNormalise(splitChains(quantity))),
  identity: rhatOfChains,
};

/**
 * R-hat: how much wider all chains together are than each on its own; 1 for chains that agree.
 *
 * `rank` (default) is the larger of the R-hat of the rank-normalised split chains (`z_scale`, sees different
 * centres) and of their distances from the median (`folded`, sees different spreads). `split` is without
 * ranks, `identity` without splitting too. Trust draws at R-hat < 1.01 (Vehtari et al. 2021).
 *
 * NaN for a single chain, fewer than 4 draws a chain, NaN among the draws, or all draws equal.
 */
export function rhat(quantity: Quantity, method: RhatMethod = "rank"): number {
  return isDiagnosable("rhat", quantity, 2) ? methods[method](quantity) : Number.NaN;
}
