import {
  autocorrelation,
  autocovariance,
  bfmi,
  type EssMethod,
  ess,
  essLocal,
  essQuantile,
  essRelative,
  essTail,
  hdi,
  kde,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  mean,
  type Quantity,
  type RhatMethod,
  rhat,
  sd,
  summarise,
  summariseByMedian,
} from "pml/inference";
import { quantiles } from "pml/math";
import type { Checker } from "./checkers.js";
import type { Ledger } from "./ledger.js";

/** Arithmetic alone; values that go through the inverse normal distribution; order statistics. */
const tolerance = { plain: 1e-9, ranked: 1e-8, order: 1e-12 } as const;

type Texts = readonly (number | string)[];
// biome-ignore lint/suspicious/noExplicitAny: fixture entries are data of many shapes
type Entry = any;

const chainsOf = (draws: readonly Texts[]): Quantity =>
  draws.map((chain) => Float64Array.from(chain, Number));
const isRanked = (method: string) => ["rank", "folded", "z_scale", "bulk", "mad"].includes(method);
const toleranceOf = (method: string) => (isRanked(method) ? tolerance.ranked : tolerance.plain);

function checkMethods(entry: Entry, draws: Quantity, ledger: Ledger): void {
  for (const [method, expected] of Object.entries<number>(entry.rhat)) {
    ledger.compare(`rhat ${method}`, rhat(draws, method as RhatMethod), expected, toleranceOf(method));
  }
  for (const [method, expected] of Object.entries<number>(entry.ess)) {
    ledger.compare(`ess ${method}`, ess(draws, method as EssMethod), expected, toleranceOf(method));
  }
  ledger.compare("ess bulk relative", essRelative(draws), entry.ess_bulk_relative, tolerance.ranked);
  ledger.compare("ess tail 10 90", essTail(draws, [0.1, 0.9]), entry.ess_tail_10_90, tolerance.plain);
  for (const { prob, ess: expected } of entry.ess_quantile) {
    ledger.compare("ess quantile", essQuantile(draws, prob), expected, tolerance.plain);
  }
  for (const { prob, ess: expected } of entry.ess_local) {
    ledger.compare("ess local", essLocal(draws, prob), expected, tolerance.plain);
  }
}

function checkErrorsAndSummaries(entry: Entry, draws: Quantity, ledger: Ledger): void {
  const { mcse } = entry;
  ledger.compare("mcse mean, sd", [mcseMean(draws), mcseSd(draws)], [mcse.mean, mcse.sd], tolerance.plain);
  ledger.compare("mcse median", mcseMedian(draws), mcse.median, tolerance.order);
  for (const { prob, mcse: expected } of entry.mcse_quantile) {
    ledger.compare("mcse quantile", mcseQuantile(draws, prob), expected, tolerance.order);
  }
  ledger.compare("mean, sd", [mean(draws), sd(draws)], [entry.mean, entry.sd_ddof1], tolerance.plain);
  const pooled = draws.flatMap((chain) => [...chain]);
  ledger.compare("median", quantiles(pooled, [0.5]), [entry.median], tolerance.order);
  for (const { prob, value } of entry.quantiles_type7) {
    ledger.compare("quantiles", quantiles(pooled, [prob]), [value], tolerance.order);
  }
  for (const { prob, interval } of entry.hdi) {
    ledger.compare("hdi", hdi(draws, prob), interval, tolerance.order);
  }
  for (const [name, compute] of [
    ["autocov", autocovariance],
    ["autocorr", autocorrelation],
  ] as const) {
    const lags = draws.map((chain) => compute(chain).slice(0, entry.lags));
    if (entry[name] !== undefined) ledger.compare(name, lags, entry[name], tolerance.plain);
  }
  checkSummaries(entry, draws, ledger);
}

/** Columns of the table whose names hold a percentage come in pairs: the bounds of the interval. */
function checkSummaries(entry: Entry, draws: Quantity, ledger: Ledger): void {
  for (const [name, summary] of [
    ["summary_mean_focus", summarise(draws)],
    ["summary_median_focus", summariseByMedian(draws)],
  ] as const) {
    const ours = Object.values(summary).flat();
    for (const [column, expected] of Object.entries<number>(entry[name])) {
      const allowed = column === "r_hat" || column === "ess_bulk" ? tolerance.ranked : tolerance.plain;
      ledger.compare(`${name} ${column}`, ours.shift()!, expected, allowed);
    }
  }
}

function checkKde(entries: readonly Entry[], ledger: Ledger): void {
  let draws: number[] = [];
  for (const entry of entries) {
    // the entries of one data set follow each other, the first holds the draws
    if (Array.isArray(entry.draws)) draws = entry.draws.map(Number);
    const estimate = kde(draws, { bandwidth: entry.bw, bins: entry.grid_len, integralTolerance: Infinity });
    ledger.compare("kde bandwidth", estimate.bandwidth, entry.bw_value, 1e-6, "strictly-relative");
    const { x } = estimate;
    ledger.compare(
      "kde grid",
      [x.length, x[0]!, x[x.length - 1]!],
      [entry.grid_points, entry.grid_first, entry.grid_last],
      tolerance.order,
    );
    const peak = Math.max(...entry.density);
    ledger.compare("kde density", estimate.density, entry.density, 1e-6, peak);
  }
}

/** diagnostics.json: every diagnostic on the file's draws, against ArviZ. */
export const check: Checker = (data, ledger) => {
  for (const entry of data.cases) {
    const draws = chainsOf(entry.draws);
    checkMethods(entry, draws, ledger);
    checkErrorsAndSummaries(entry, draws, ledger);
  }
  for (const entry of data.invalid_inputs) {
    const draws = chainsOf(entry.draws);
    ledger.compare(
      "invalid inputs",
      [rhat(draws), ess(draws), ess(draws, "tail"), mcseMean(draws)],
      [entry.rhat_rank, entry.ess_bulk, entry.ess_tail, entry.mcse_mean],
      0,
    );
  }
  ledger.compare("bfmi", bfmi(chainsOf(data.bfmi.energy)), data.bfmi.bfmi, tolerance.plain);
  checkKde(data.kde, ledger);
};
