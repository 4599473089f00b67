import { normalLogCdf, normalLogDensity } from "../../math/index.js";
import { logExpectedImprovement } from "../acquisition.js";
import type { PointMoments, UnitModel } from "./unit-model.js";

/** A function of points of the unit cube to be maximised, in nats. */
export interface BoxAcquisition {
  /** The value at a point; its gradient is written where there is room for it. */
  evaluate(point: Float64Array, gradient?: Float64Array): number;
}

/** What one draw says of a point: a logarithm, and its derivatives by mean and standard deviation. */
interface Score {
  readonly value: number;
  readonly byMean: number;
  readonly bySd: number;
}

/** `ln E[max(0, best - f)]`; the expectation changes by `-Phi(u)` with the mean and by `phi(u)` with the standard deviation. */
function improvementScore(mean: number, sd: number, best: number): Score {
  const value = logExpectedImprovement(mean, sd, best);
  const u = (best - mean) / sd;
  return { value, byMean: -Math.exp(normalLogCdf(u) - value), bySd: Math.exp(normalLogDensity(u) - value) };
}

/** `ln P(c <= 0)`. */
function feasibilityScore(mean: number, sd: number): Score {
  const u = -mean / sd;
  const value = normalLogCdf(u);
  const hazard = Math.exp(normalLogDensity(u) - value);
  return { value, byMean: -hazard / sd, bySd: (-hazard * u) / sd };
}

/** Adds `share` of a score's gradient by the point. */
function addGradient(gradient: Float64Array, score: Score, moments: PointMoments, share: number): void {
  const sd = Math.sqrt(moments.variance);
  for (let d = 0; d < gradient.length; d++)
    gradient[d]! +=
      share *
      (score.byMean * moments.meanGradient[d]! + (score.bySd * moments.varianceGradient[d]!) / (2 * sd));
}

/** `ln (1/S sum_s exp score_s)` over the draws of a model, and its gradient added. */
function averagedScore(
  model: UnitModel,
  scoreOf: (mean: number, sd: number, s: number) => Score,
  point: Float64Array,
  gradient: Float64Array | undefined,
): number {
  const values = new Float64Array(model.count);
  for (let s = 0; s < model.count; s++) {
    const { mean, variance } = model.at(point, s, false);
    values[s] = variance > 0 ? scoreOf(mean, Math.sqrt(variance), s).value : Number.NEGATIVE_INFINITY;
  }
  const largest = values.reduce((a, b) => Math.max(a, b));
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  if (gradient !== undefined) {
    for (let s = 0; s < model.count; s++) {
      const share = Math.exp(values[s]! - largest) / sum;
      if (share === 0) continue;
      const moments = model.at(point, s, true);
      addGradient(gradient, scoreOf(moments.mean, Math.sqrt(moments.variance), s), moments, share);
    }
  }
  return largest + Math.log(sum / model.count);
}

/**
 * The logarithm of the expected improvement on the best value, averaged over hyper-draws, times the probability that every constraint is at most 0
 * (Gardner et al. 2014; logarithms: Ament et al. 2023).
 *
 * @param bests for each draw of the objective the value to be improved on; undefined where no observation is feasible: then feasibility alone
 *   is maximised
 */
export function constrainedLogImprovement(
  objective: UnitModel,
  bests: readonly number[] | undefined,
  constraints: readonly UnitModel[],
): BoxAcquisition {
  return {
    evaluate(point, gradient) {
      gradient?.fill(0);
      let sum = 0;
      if (bests !== undefined) {
        const score = (mean: number, sd: number, s: number) => improvementScore(mean, sd, bests[s]!);
        sum += averagedScore(objective, score, point, gradient);
      }
      for (const model of constraints) sum += averagedScore(model, feasibilityScore, point, gradient);
      return sum;
    },
  };
}
