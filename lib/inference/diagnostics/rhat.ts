import { meanFrom, meanOf, quantileOfSorted, squaresAboutMean, varianceOf } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { isDiagnosable, pool, splitChains, unpool } from "./chains.js";
import { inSafeUnit } from "./moments.js";
import { type OrderedDraws, orderDraws } from "./ordered-draws.js";
import { foldedScores, normalScores } from "./rank-normalise.js";

/** Variants of {@link rhat}. */
export type RhatMethod = "rank" | "split" | "folded" | "z_scale" | "identity";

/**
 * Gelman and Rubin's ratio for chains as they are: `sqrt(((n - 1) / n W + B / n) / W)`, W the mean of the chains'
 * variances, B / n the variance of their means.
 */
export function rhatOfChains(chains: Quantity): number {
  const n = chains[0]!.length;
  const origin = chains[0]![0]!;
  const means = chains.map((chain) => meanFrom(chain, origin));
  const between = n * varianceOf(means);
  const within = meanOf(chains.map((chain) => squaresAboutMean(chain) / (n - 1)));
  return Math.sqrt((between / within + n - 1) / n);
}

/** R-hat of a kind of normal scores of split chains, given their pooled draws in order. */
type OfOrdered = (split: Quantity, ordered: OrderedDraws) => number;

const ofScores: OfOrdered = (split, ordered) => rhatOfChains(unpool(normalScores(ordered), split));

const ofFolded: OfOrdered = (split, ordered) =>
  rhatOfChains(unpool(foldedScores(ordered, quantileOfSorted(ordered.sorted, 0.5)), split));

/** The largest of several kinds, from one sorting of the draws. */
function largest(quantity: Quantity, ...kinds: readonly OfOrdered[]): number {
  const split = splitChains(quantity);
  const ordered = orderDraws(pool(split));
  return Math.max(...kinds.map((kind) => kind(split, ordered)));
}

const methods: Readonly<Record<RhatMethod, (quantity: Quantity) => number>> = {
  rank: (quantity) => largest(quantity, ofScores, ofFolded),
  split: (quantity) => rhatOfChains(splitChains(quantity)),
  folded: (quantity) => largest(quantity, ofFolded),
  z_scale: (quantity) => largest(quantity, ofScores),
  identity: rhatOfChains,
};

/**
 * R-hat: how much wider all chains together are than each on its own; 1 for chains that agree.
 *
 * `rank` (default) is the larger of the R-hat of the rank-normalised split chains (`z_scale`, sees different
 * centres) and of their distances from the median (`folded`, sees different spreads). `split` is without
 * ranks, `identity` without splitting too. Trust draws at R-hat < 1.01 (Vehtari et al. 2021).
 *
 * It depends on neither the unit nor the origin of the draws.
 *
 * NaN for a single chain, fewer than 4 draws a chain, NaN among the draws, all draws equal, or (where distances from
 * it are needed) a median that is not finite.
 */
export function rhat(quantity: Quantity, method: RhatMethod = "rank"): number {
  return isDiagnosable("rhat", quantity, 2) ? methods[method](inSafeUnit(quantity).draws) : Number.NaN;
}
