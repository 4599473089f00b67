import { quantiles } from "../../metrics/quantile.js";
import type { Quantity } from "../sampling/run.js";
import { isDiagnosable, sortedPool } from "./chains.js";
import { ess, essTail, fold } from "./ess.js";
import { hdiOfSorted } from "./hdi.js";
import { mcseMean, mcseMedian, mcseSd } from "./mcse.js";
import { mean, sd } from "./moments.js";
import { rhatOfSummary } from "./rhat.js";

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

/** Mean, spread, interval and diagnostics of one quantity, as `arviz.summary` gives them. */
export function summarise(quantity: Quantity, hdiProbability = 0.94): MeanRow {
  isDiagnosable("summarise", quantity);
  return {
    mean: mean(quantity),
    sd: sd(quantity),
    hdi: hdiOfSorted(sortedPool(quantity), hdiProbability),
    mcse_mean: mcseMean(quantity),
    mcse_sd: mcseSd(quantity),
    ess_bulk: ess(quantity, "bulk"),
    ess_tail: ess(quantity, "tail"),
    r_hat: rhatOfSummary(quantity),
  };
}

/** Median, spread, interval and diagnostics of one quantity: `arviz.summary(stat_focus="median")`. */
export function summariseByMedian(quantity: Quantity, probability = 0.94): MedianRow {
  isDiagnosable("summariseByMedian", quantity);
  const sorted = sortedPool(quantity);
  const holdsNaN = Number.isNaN(sorted[sorted.length - 1]!);
  const outside = (1 - probability) / 2;
  const at = holdsNaN ? [Number.NaN, Number.NaN, Number.NaN] : quantiles(sorted, [0.5, outside, 1 - outside]);
  return {
    median: at[0]!,
    mad: holdsNaN ? Number.NaN : quantiles(sortedPool(fold(quantity)), [0.5])[0]!,
    eti: [at[1]!, at[2]!],
    mcse_median: mcseMedian(quantity),
    ess_median: ess(quantity, "median"),
    ess_tail: essTail(quantity),
    r_hat: rhatOfSummary(quantity),
  };
}
