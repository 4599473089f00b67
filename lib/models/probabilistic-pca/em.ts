import type { Random } from "../../random/index.js";
import { requireInput, requireInteger } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import { hasConverged, roundingShare } from "../common/convergence.js";
import type { SampleMoments } from "../common/moments.js";
import { type SignRule, signed } from "../common/principal-axes.js";
import type { ProbabilisticPcaOptions } from "./fit.js";
import { gram, makeModel, type ProbabilisticPca, requireNoise, solveWithFactor } from "./model.js";

const caller = "probabilisticPca.fit";

interface Estimate {
  readonly loadings: Float64Array;
  readonly noiseVariance: number;
}

const trace = (m: Matrix) => m.diagonal().reduce((sum, entry) => sum + entry, 0);

/**
 * One step: `W' = S W (s I + M^-1 W^T S W)^-1` and `s' = 1/D tr(S - S W M^-1 W'^T)`, with `M = W^T W + s I`
 * (Tipping and Bishop 1999, 29 and 30), and the mean log-likelihood of the estimate it starts from.
 */
function step(covariance: Matrix, total: number, estimate: Estimate): Estimate & { logLikelihood: number } {
  const dimension = covariance.rows;
  const components = estimate.loadings.length / dimension;
  const noise = estimate.noiseVariance;
  const loadings = matrix(estimate.loadings, dimension, components);
  const factor = gram(loadings, noise).cholesky();
  const projected = covariance.multiply(loadings);
  const inner = solveWithFactor(factor, loadings.multiply(projected, { transposeLeft: true }));
  const logDeterminant =
    2 * factor.diagonal().reduce((sum, pivot) => sum + Math.log(pivot), 0) +
    (dimension - components) * Math.log(noise);
  const quadratic = (total - trace(inner)) / noise;
  const logLikelihood = -0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant + quadratic);
  // (s I + M^-1 W^T S W) = M^-1 (s M + W^T S W): symmetric, so W' = S W (s M + W^T S W)^-1 M by its Cholesky factor
  const middle = gram(loadings, noise)
    .times(noise)
    .plus(loadings.multiply(projected, { transposeLeft: true }));
  const solved = solveWithFactor(middle.cholesky(), projected.transposed()).transposed();
  const updated = solved.multiply(gram(loadings, noise));
  const explained = solveWithFactor(factor, updated.multiply(projected, { transposeLeft: true }));
  return {
    loadings: updated.toArray(),
    noiseVariance: (total - trace(explained)) / dimension,
    logLikelihood,
  };
}

/**
 * Fits by EM on the covariance: no eigen-decomposition, D^2 M operations an iteration, and the likelihood never falls. The
 * fixed point is the closed form up to a rotation of the latent space, which is undone at the end.
 *
 * @throws InputError unless the data vary in more than M dimensions
 */
export function fitByEm(
  moments: SampleMoments,
  options: ProbabilisticPcaOptions,
  random: Random,
): ProbabilisticPca {
  const { components, signs = "largest-positive", addedVariance = 0 } = options;
  const { tolerance = 1e-10, maxIterations = 1000 } = options;
  const { columns: dimension, ddof, covariance } = moments;
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requireInput(tolerance >= 0, caller, () => `tolerance must be at least 0, got ${tolerance}`);
  let total = 0;
  for (let j = 0; j < dimension; j++) total += covariance[j * dimension + j]!;
  requireNoise(caller, total / dimension, components, 0);
  const path: number[] = [];
  let converged = false;
  const fitted = float64Scope(() => {
    const s = matrix(covariance, dimension, dimension);
    const spread = Math.sqrt(total / dimension);
    const start = random.fillNormal(new Float64Array(dimension * components)).map((draw) => draw * spread);
    let estimate: Estimate = { loadings: start, noiseVariance: total / dimension };
    while (!converged && path.length < maxIterations) {
      const next = float64Scope(() => step(s, total, estimate));
      path.push(next.logLikelihood);
      requireNoise(caller, next.noiseVariance, components, total);
      converged = hasConverged(caller, path, { tolerance, allowedFall: rounding(total, estimate, path) });
      estimate = next;
    }
    return estimate;
  });
  const { loadings, axisVariances } = alignWithAxes(fitted, dimension, components, signs);
  const config = { components, dimension, method: "em", ddof, signs, addedVariance } as const;
  const history = path.map((meanLogLikelihood, i) => ({ iteration: i + 1, meanLogLikelihood }));
  const outcome = { history, converged };
  return makeModel(config, moments.mean, loadings, fitted.noiseVariance, axisVariances, outcome);
}

/** The quadratic form is a difference of traces over the noise variance: little noise leaves it few digits. */
function rounding(total: number, { noiseVariance }: Estimate, path: readonly number[]): number {
  return roundingShare * Math.abs(path.at(-1)!) + (2 ** -50 * total) / noiseVariance;
}

/** Rotates the latent space so that the columns of W are orthogonal, longest first, signed by the rule. */
export function alignWithAxes(estimate: Estimate, dimension: number, components: number, signs: SignRule) {
  return float64Scope(() => {
    const loadings = matrix(estimate.loadings, dimension, components);
    const { values, vectors } = loadings.multiply(loadings, { transposeLeft: true }).symmetricEigen();
    const rotated = loadings.multiply(vectors).toArray();
    return {
      loadings: signed(rotated, components, signs),
      axisVariances: values.map((value) => value + estimate.noiseVariance),
    };
  });
}
