import { quantileOfSorted } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { isDiagnosable, pool, sortedPool, splitChains, unpool } from "./chains.js";
import { essBelow, essOfChains } from "./ess.js";
import { hdiOfSorted } from "./hdi.js";
import { mcseMeanOfSafe, mcseOfOrderStatistic, mcseSdOfSafe } from "./mcse.js";
import { inSafeUnit, meanOfSafe, sdOfSafe } from "./moments.js";
import { orderDistances, orderDraws } from "./ordered-draws.js";
import { foldedScores, normalScores } from "./rank-normalise.js";
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

const undefinedDiagnostics = { ess_bulk: Number.NaN, ess_tail: Number.NaN, r_hat: Number.NaN } as const;

/** What both summaries need, from one sorting of the draws: order statistics and what follows from the ranks. */
function orderFigures(caller: string, quantity: Quantity) {
  const diagnosable = isDiagnosable(caller, quantity);
  const pooled = pool(quantity);
  // only draws without NaN can be ordered; among others NaN comes last
  if (!diagnosable && pooled.some(Number.isNaN))
    return { diagnosable, ordered: undefined, sorted: sortedPool(quantity), ...undefinedDiagnostics };
  const ordered = orderDraws(pooled);
  const { sorted } = ordered;
  if (!diagnosable) return { diagnosable, ordered, sorted, ...undefinedDiagnostics };
  const split = splitChains(quantity);
  // of an odd number splitting leaves a draw out
  const orderedSplit = quantity[0]!.length % 2 === 0 ? ordered : orderDraws(pool(split));
  const normal = unpool(normalScores(orderedSplit), split);
  // unlike rhat, arviz.summary folds around the median of all draws, before the chains are split
  const folded = () => unpool(foldedScores(orderedSplit, quantileOfSorted(sorted, 0.5)), split);
  return {
    diagnosable,
    ordered,
    sorted,
    ess_bulk: essOfChains(normal),
    ess_tail: essBelow(quantity, [quantileOfSorted(sorted, 0.05), quantileOfSorted(sorted, 0.95)]),
    r_hat: quantity.length < 2 ? Number.NaN : Math.max(rhatOfChains(normal), rhatOfChains(folded())),
  };
}

/** Mean, spread, interval and diagnostics of one quantity, as `arviz.summary` gives them. */
export function summarise(quantity: Quantity, hdiProbability = 0.94): MeanRow {
  const { diagnosable, sorted, ess_bulk, ess_tail, r_hat } = orderFigures("summarise", quantity);
  const { draws, unit } = inSafeUnit(quantity);
  const spread = sdOfSafe(draws);
  return {
    mean: meanOfSafe(draws) * unit,
    sd: spread * unit,
    hdi: hdiOfSorted(sorted, hdiProbability),
    mcse_mean: diagnosable ? mcseMeanOfSafe(draws, spread) * unit : Number.NaN,
    mcse_sd: diagnosable ? mcseSdOfSafe(draws) * unit : Number.NaN,
    ess_bulk,
    ess_tail,
    r_hat,
  };
}

/** Median, spread, interval and diagnostics of one quantity: `arviz.summary(stat_focus="median")`. */
export function summariseByMedian(quantity: Quantity, probability = 0.94): MedianRow {
  const { diagnosable, ordered, sorted, ess_tail, r_hat } = orderFigures("summariseByMedian", quantity);
  const at = (p: number): number =>
    ordered === undefined ? Number.NaN : quantileOfSorted(ordered.sorted, p);
  const median = at(0.5);
  const outside = (1 - probability) / 2;
  const ess_median = diagnosable ? essBelow(quantity, [median]) : Number.NaN;
  return {
    median,
    mad:
      ordered === undefined || !Number.isFinite(median)
        ? Number.NaN
        : quantileOfSorted(orderDistances(ordered, median).sorted, 0.5),
    eti: [at(outside), at(1 - outside)],
    mcse_median: mcseOfOrderStatistic(sorted, 0.5, ess_median),
    ess_median,
    ess_tail,
    r_hat,
  };
}
