import {
  type AssessedPrediction,
  assessedPrediction,
  type HyperDraws,
  type HyperPosterior,
} from "../../gp/index.js";

/** How a function lies in the prediction that five of its values give. */
export interface PredictiveCheck {
  /** Share of the points inside `m ± 2 sqrt v` with the mean of the draws' variances, as in the report. */
  readonly report: number;
  /** With the total variance. */
  readonly total: number;
  /** Between the mixture's quantiles of 2.5 and 97.5 %. */
  readonly quantiles: number;
  /** The smallest probability, over the points, that the prediction gives to a value at least as far out on its side. */
  readonly smallestTail: number;
  /** The prediction itself. */
  readonly prediction: AssessedPrediction;
}

const shareOf = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;

/** Checks a prediction of new observations on a grid against the function. */
export function checkPrediction(
  posterior: HyperPosterior,
  draws: HyperDraws,
  grid: Float64Array,
  truth: Float64Array,
): PredictiveCheck {
  const prediction = assessedPrediction(posterior, draws, grid, "y", truth);
  const { mean, varianceAsInReport, varianceCorrected } = prediction;
  const within = (variance: Float64Array) =>
    shareOf(Array.from(truth, (value, j) => Math.abs(value - mean[j]!) <= 2 * Math.sqrt(variance[j]!)));
  const below = Array.from(prediction.below);
  return {
    report: within(varianceAsInReport),
    total: within(varianceCorrected),
    quantiles: shareOf(below.map((p) => p >= 0.025 && p <= 0.975)),
    smallestTail: Math.min(...below.map((p) => Math.min(p, 1 - p))),
    prediction,
  };
}
