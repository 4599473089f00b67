/** Sampling from densities, judging the draws, and exchanging them with ArviZ. */

// the door: what a sampler asks of a model
export {
  checkGradient,
  compareGradient,
  type GradientComparison,
  type GradientReport,
} from "./check-gradient.js";

// sampling
export type { NutsSettings } from "./nuts/nuts.js";
export type { AcceptanceStatistic } from "./nuts/tree.js";
export type { SampleOptions, SamplingHooks } from "./sampling/options.js";
export { sampleHmc, sampleMetropolis, sampleNuts } from "./sampling/sample.js";

// a run and its quantities
export type { AdaptedTuning } from "./sampling/chain.js";
export type { StatisticName } from "./sampling/record.js";
export { type Draws, derive, type Quantity, quantity, type Run, type SamplerName } from "./sampling/run.js";

// convergence, effective sample size and Monte-Carlo error of a quantity
export { bfmi } from "./diagnostics/bfmi.js";
export { type EssMethod, ess, essLocal, essQuantile, essRelative, essTail } from "./diagnostics/ess.js";
export { mcseMean, mcseMedian, mcseQuantile, mcseSd } from "./diagnostics/mcse.js";
export { type RhatMethod, rhat } from "./diagnostics/rhat.js";
export { type Warning, type WarningKind, warnings } from "./diagnostics/warnings.js";

// description of a quantity
export { autocorrelation, autocovariance } from "./diagnostics/autocovariance.js";
export { hdi } from "./diagnostics/hdi.js";
export { type DensityEstimate, type KdeOptions, kde } from "./diagnostics/kde.js";
export type { BandwidthRule } from "./diagnostics/kde-bandwidth.js";
export { mean, sd } from "./diagnostics/moments.js";
export { rankNormalise } from "./diagnostics/rank-normalise.js";
export { type MeanRow, type MedianRow, summarise, summariseByMedian } from "./diagnostics/summary.js";
export {
  formatSummary,
  type SummaryTable,
  type SummaryTableOptions,
  summaryTable,
} from "./diagnostics/summary-table.js";

// calibration of a model and its sampler together
export {
  type Calibration,
  type CalibrationOptions,
  calibrate,
  type SimulatedProblem,
} from "./calibration.js";

// exchange with ArviZ and CmdStan
export { fromCmdstanCsv, toCmdstanCsv } from "./exchange/cmdstan-csv.js";
export { fromArvizJson, type InferenceDataGroups, toArvizJson } from "./exchange/arviz-json.js";

// one transition at a time
export { LowRankMetric } from "./nuts/low-rank-metric.js";
export { DenseMetric, DiagonalMetric, type Metric, type MetricKind } from "./nuts/metric.js";
export type { MetricSource } from "./sampling/adaptation.js";
export { nutsKernel } from "./nuts/nuts.js";
export type { ChainState, TransitionKernel, TransitionInfo, Tuning } from "./sampling/transition-kernel.js";
export { hmcKernel } from "./yardsticks/hmc.js";
export { metropolisKernel } from "./yardsticks/metropolis.js";

// between the rooms
export { isDiagnosable, pool } from "./diagnostics/chains.js";
export { defaultTargets, kernelOf, type Algorithm } from "./sampling/algorithm.js";
export { Chain, type ChainResult } from "./sampling/chain.js";
export { type Settings, completeSettings } from "./sampling/options.js";
export type { ChainRecord } from "./sampling/record.js";
export { assembleRun } from "./sampling/run.js";
export { RunningCovariance } from "./sampling/running-covariance.js";
export { finishNote } from "./sampling/sample.js";
export type { LogDensity } from "../math/index.js";
