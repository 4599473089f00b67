import { normalCdf } from "../math/index.js";
import { InputError, requireInput, requireLength } from "../support/index.js";
import type { HyperPosterior } from "./hyper-posterior.js";
import type { InputsLike } from "./inputs.js";
import type { PredictionTarget } from "./prediction.js";
import { Predictor } from "./predictor.js";

/** Draws of hyper-parameters: from a sampler (equal weights), or the nodes of a quadrature. */
export interface HyperDraws {
  /** Unconstrained positions, row-major `count x dimension`. */
  readonly positions: Float64Array;
  /** At least 0, with a positive sum; equal if left out. */
  readonly weights?: Float64Array;
}

/** A prediction averaged over hyper-parameters: a mixture of one normal distribution per draw, at each point. */
export interface AveragedPrediction {
  /** `m = E[m_s]` */
  readonly mean: Float64Array;
  /** `E[v_s]`: the band of the report. It leaves out that the means differ, and is too narrow. */
  readonly varianceAsInReport: Float64Array;
  /** `Var[m_s]`: what the report leaves out. */
  readonly varianceOfMeans: Float64Array;
  /** `E[v_s] + Var[m_s]`, the mixture's variance by the law of total variance. */
  readonly varianceCorrected: Float64Array;
}

/** Calls `visit` with the conditional means and variances of each draw and its share of all weights. */
function forEachDraw(
  caller: string,
  posterior: HyperPosterior,
  { positions, weights }: HyperDraws,
  at: InputsLike,
  target: PredictionTarget,
  visit: (predictor: Predictor, share: number, noise: number, draw: number) => void,
): void {
  const { dimension } = posterior;
  const count = positions.length / dimension;
  requireInput(
    Number.isInteger(count) && count > 0,
    caller,
    () => `positions must hold whole rows of ${dimension} numbers, got ${positions.length} numbers`,
    { length: positions.length, dimension },
  );
  const total = totalWeight(caller, weights, count);
  const predictor = new Predictor(posterior.model.kernel, posterior.model, at, posterior.nugget);
  for (let draw = 0; draw < count; draw++) {
    const position = positions.subarray(draw * dimension, (draw + 1) * dimension);
    const natural = posterior.naturalAt(position);
    const noise = natural[natural.length - 1]!;
    if (!predictor.evaluate(natural, noise)) {
      throw new InputError(
        caller,
        `the covariance matrix of draw ${draw} is not positive definite, or nearly singular`,
        {
          draw,
          ...posterior.parametersAt(position),
        },
      );
    }
    visit(predictor, (weights?.[draw] ?? 1) / total, target === "y" ? noise : 0, draw);
  }
}

function totalWeight(caller: string, weights: Float64Array | undefined, count: number): number {
  if (weights === undefined) return count;
  requireLength(caller, "weights", weights.length, count);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  requireInput(
    weights.every((weight) => weight >= 0) && total > 0 && Number.isFinite(total),
    caller,
    "weights must be at least 0 with a finite positive sum",
    { total },
  );
  return total;
}

/** Sums over draws: what {@link averagedPrediction} gives, at the points of the first predictor it is shown. */
class PredictionSums {
  private mean = new Float64Array(0);
  private variance = this.mean;
  private varianceOfMeans = this.mean;
  private shareSoFar = 0;

  add(predictor: Predictor, share: number, noise: number): void {
    if (this.mean.length === 0) {
      this.mean = new Float64Array(predictor.mean.length);
      this.variance = this.mean.slice();
      this.varianceOfMeans = this.mean.slice();
    }
    if (share === 0) return;
    const { mean, variance, varianceOfMeans } = this;
    this.shareSoFar += share;
    const weight = share / this.shareSoFar;
    for (let j = 0; j < mean.length; j++) {
      variance[j]! += share * (predictor.variance[j]! + noise);
      // West's update of a weighted mean and variance: no cancellation
      const difference = predictor.mean[j]! - mean[j]!;
      mean[j]! += weight * difference;
      varianceOfMeans[j]! += share * difference * (predictor.mean[j]! - mean[j]!);
    }
  }

  result(): AveragedPrediction {
    const { mean, variance: varianceAsInReport, varianceOfMeans } = this;
    const varianceCorrected = varianceAsInReport.map((variance, j) => variance + varianceOfMeans[j]!);
    return { mean, varianceAsInReport, varianceOfMeans, varianceCorrected };
  }
}

/** Adds a draw's share of `P(y_j <= value_j)` at each point j. */
function addCdf(
  below: Float64Array,
  values: ArrayLike<number>,
  { mean, variance }: Predictor,
  share: number,
  noise: number,
): void {
  for (let j = 0; j < below.length; j++) {
    const sd = Math.sqrt(variance[j]! + noise);
    // without variance a step
    const cdf = sd > 0 ? normalCdf(values[j]!, mean[j]!, sd) : Number(mean[j]! <= values[j]!);
    below[j]! += share * cdf;
  }
}

/**
 * Means and variances at each point, averaged over draws of the hyper-parameters. Costs n^2 m a draw.
 *
 * @param target `f`, the function without noise, or `y`, a new observation (both variances then include the noise)
 * @throws InputError if positions or weights do not fit, or a draw has no Cholesky factor
 */
export function averagedPrediction(
  posterior: HyperPosterior,
  draws: HyperDraws,
  at: InputsLike,
  target: PredictionTarget,
): AveragedPrediction {
  const sums = new PredictionSums();
  forEachDraw("averagedPrediction", posterior, draws, at, target, (predictor, share, noise) =>
    sums.add(predictor, share, noise),
  );
  return sums.result();
}

/** A prediction, and what it thought of values that came. */
export interface AssessedPrediction extends AveragedPrediction {
  /**
   * The predictive distribution function at the values: `P(y_j <= value_j) = sum_s w_s Phi((value_j - m_s) / sd_s)` at each point j, near
   * 0 or 1 for those that were not expected.
   */
  readonly below: Float64Array;
}

/**
 * {@link averagedPrediction}, and its distribution function at values that came, in one pass over the draws.
 *
 * @param values one a point
 * @throws InputError as {@link averagedPrediction}, or for another number of values than of points
 */
export function assessedPrediction(
  posterior: HyperPosterior,
  draws: HyperDraws,
  at: InputsLike,
  target: PredictionTarget,
  values: ArrayLike<number>,
): AssessedPrediction {
  const sums = new PredictionSums();
  const below = new Float64Array(values.length);
  forEachDraw("assessedPrediction", posterior, draws, at, target, (predictor, share, noise) => {
    requireLength("assessedPrediction", "values", values.length, predictor.mean.length);
    sums.add(predictor, share, noise);
    addCdf(below, values, predictor, share, noise);
  });
  return { ...sums.result(), below };
}
