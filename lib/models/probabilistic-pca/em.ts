import type { Random } from "../../random/index.js";
import { requireInput, requireInteger } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import type { Moments } from "../common/moments.js";
import { type SignRule, signed } from "../common/principal-axes.js";
import {
  gram,
  makeModel,
  type PcaIteration,
  type ProbabilisticPca,
  requireComponents,
  requireNoise,
  solveWithFactor,
} from "./model.js";

/** How EM runs. */
export interface PcaEmOptions {
  readonly components: number;
  readonly signs?: SignRule;
  /** Stop when the mean log-likelihood of a row changes by less than this, in nats; 1e-10 by default. */
  readonly tolerance?: number;
  /** At most so many iterations; 1000 by default. */
  readonly maxIterations?: number;
  /** Draws the start. */
  readonly random: Random;
}

interface Estimate {
  readonly weights: Float64Array;
  readonly noiseVariance: number;
}

const trace = (m: Matrix) => m.diagonal().reduce((sum, entry) => sum + entry, 0);

/**
 * One step: `W' = S W (s I + M^-1 W^T S W)^-1` and `s' = 1/D tr(S - S W M^-1 W'^T)`, with `M = W^T W + s I`
 * (Tipping and Bishop 1999, 29 and 30), and the mean log-likelihood of the estimate it starts from.
 */
function step(covariance: Matrix, total: number, estimate: Estimate): Estimate & { logLikelihood: number } {
  const dimension = covariance.rows;
  const components = estimate.weights.length / dimension;
  const noise = estimate.noiseVariance;
  const weights = matrix(estimate.weights, dimension, components);
  const factor = gram(weights, noise).cholesky();
  const projected = covariance.multiply(weights);
  const inner = solveWithFactor(factor, weights.multiply(projected, { transposeLeft: true }));
  const logDeterminant =
    2 * factor.diagonal().reduce((sum, pivot) => sum + Math.log(pivot), 0) +
    (dimension - components) * Math.log(noise);
  const quadratic = (total - trace(inner)) / noise;
  const logLikelihood = -0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant + quadratic);
  // (s I + M^-1 W^T S W) = M^-1 (s M + W^T S W): symmetric, so W' = S W (s M + W^T S W)^-1 M by its Cholesky factor
  const middle = gram(weights, noise)
    .times(noise)
    .plus(weights.multiply(projected, { transposeLeft: true }));
  const solved = solveWithFactor(middle.cholesky(), projected.transposed()).transposed();
  const updated = solved.multiply(gram(weights, noise));
  const explained = solveWithFactor(factor, updated.multiply(projected, { transposeLeft: true }));
  return {
    weights: updated.toArray(),
    noiseVariance: (total - trace(explained)) / dimension,
    logLikelihood,
  };
}

/**
 * Fits by EM on the covariance: no eigen-decomposition, D^2 M operations an iteration, and the likelihood never falls. The
 * fixed point is the closed form ({@link fitProbabilisticPca}) up to a rotation of the latent space, which is undone at the end.
 *
 * @throws InputError unless 1 <= M < D and the data vary in more than M dimensions
 */
export function fitProbabilisticPcaByEm(moments: Moments, options: PcaEmOptions): ProbabilisticPca {
  const caller = "fitProbabilisticPcaByEm";
  const { components, signs = "largest-positive", tolerance = 1e-10, maxIterations = 1000, random } = options;
  const { columns: dimension, ddof, covariance } = moments;
  requireComponents(caller, components, moments);
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requireInput(tolerance >= 0, caller, () => `tolerance must be at least 0, got ${tolerance}`);
  let total = 0;
  for (let j = 0; j < dimension; j++) total += covariance[j * dimension + j]!;
  requireNoise(caller, total / dimension, components, 0);
  const history: PcaIteration[] = [];
  const fitted = float64Scope(() => {
    const s = matrix(covariance, dimension, dimension);
    const spread = Math.sqrt(total / dimension);
    const start = random.fillNormal(new Float64Array(dimension * components)).map((draw) => draw * spread);
    let estimate: Estimate = { weights: start, noiseVariance: total / dimension };
    for (let iteration = 1; iteration <= maxIterations; iteration++) {
      const next = float64Scope(() => step(s, total, estimate));
      const before = history.at(-1)?.logLikelihood ?? Number.NEGATIVE_INFINITY;
      history.push({ iteration, logLikelihood: next.logLikelihood });
      requireNoise(caller, next.noiseVariance, components, total);
      estimate = next;
      if (Math.abs(next.logLikelihood - before) < tolerance) break;
    }
    return estimate;
  });
  const { weights, axisVariances } = alignWithAxes(fitted, dimension, components, signs);
  const config = { components, dimension, method: "em", ddof, signs } as const;
  return makeModel(config, moments.mean, weights, fitted.noiseVariance, axisVariances, history);
}

/** Rotates the latent space so that the columns of W are orthogonal, longest first, signed by the rule. */
function alignWithAxes(estimate: Estimate, dimension: number, components: number, signs: SignRule) {
  return float64Scope(() => {
    const weights = matrix(estimate.weights, dimension, components);
    const { values, vectors } = weights.multiply(weights, { transposeLeft: true }).symmetricEigen();
    const rotated = weights.multiply(vectors).toArray();
    return {
      weights: signed(rotated, components, signs),
      axisVariances: values.map((value) => value + estimate.noiseVariance),
    };
  });
}
