import { quantiles } from "../../metrics/quantile.js";
import type { Quantity } from "../sampling/run.js";
import { isDiagnosable, pool, sortedPool, splitChains } from "./chains.js";
import { ess, essBelow, essOfChains, fold } from "./ess.js";
import { hdiOfSorted } from "./hdi.js";
import { mcseMean, mcseMedian, mcseSd } from "./mcse.js";
import { mean, sd } from "./moments.js";
import { rankNormalise } from "./rank-normalise.js";
import { rhatOfChains } from "./rhat.js";

/** A row of the summary about the mean, named as ArviZ names its columns; `hdi_3%`-like bounds are an interval here. */
export interface MeanRow {
  readonly mean: number;
  readonly sd: number;
  /** Highest-density interval. */
  readonly hdi: readonly [number, number];
  readonly mcse_mean: number;
  readonly mcse_sd: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

/** A row of the summary about the median. */
export interface MedianRow {
  readonly median: number;
  /** Median of the distances from the median. */
  readonly mad: number;
  /** Equal-tailed interval. */
  readonly eti: readonly [number, number];
  readonly mcse_median: number;
  readonly ess_median: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

/** What both summaries need, computed once: order statistics and what follows from the ranks. */
function orderFigures(caller: string, quantity: Quantity) {
  const sorted = sortedPool(quantity);
  // NaN sorts last
  const holdsNaN = Number.isNaN(sorted[sorted.length - 1]);
  const at = (probabilities: readonly number[]): number[] =>
    holdsNaN ? probabilities.map(() => Number.NaN) : quantiles(sorted, probabilities);
  if (!isDiagnosable(caller, quantity)) {
    return { sorted, at, ess_bulk: Number.NaN, ess_tail: Number.NaN, r_hat: Number.NaN };
  }
  const [low, median, high] = at([0.05, 0.5, 0.95]);
  const normal = rankNormalise(splitChains(quantity));
  // unlike rhat, arviz.summary folds around the median of all draws, before the chains are split
  const folded = () => rankNormalise(splitChains(fold(quantity, median)));
  return {
    sorted,
    at,
    ess_bulk: essOfChains(normal),
    ess_tail: essBelow(quantity, [low!, high!]),
    r_hat: quantity.length < 2 ? Number.NaN : Math.max(rhatOfChains(normal), rhatOfChains(folded())),
  };
}

/** Mean, spread, interval and diagnostics of one quantity, as `arviz.summary` gives them. */
export function summarise(quantity: Quantity, hdiProbability = 0.94): MeanRow {
  const { sorted, ess_bulk, ess_tail, r_hat } = orderFigures("summarise", quantity);
  return {
    mean: mean(quantity),
    sd: sd(quantity),
    hdi: hdiOfSorted(sorted, hdiProbability),
    mcse_mean: mcseMean(quantity),
    mcse_sd: mcseSd(quantity),
    ess_bulk,
    ess_tail,
    r_hat,
  };
}

/** Median, spread, interval and diagnostics of one quantity: `arviz.summary(stat_focus="median")`. */
export function summariseByMedian(quantity: Quantity, probability = 0.94): MedianRow {
  const { at, ess_tail, r_hat } = orderFigures("summariseByMedian", quantity);
  const outside = (1 - probability) / 2;
  const [low, median, high] = at([outside, 0.5, 1 - outside]);
  return {
    median: median!,
    mad: Number.isNaN(median) ? Number.NaN : quantiles(pool(fold(quantity, median)), [0.5])[0]!,
    eti: [low!, high!],
    mcse_median: mcseMedian(quantity),
    ess_median: ess(quantity, "median"),
    ess_tail,
    r_hat,
  };
}
