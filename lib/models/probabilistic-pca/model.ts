import { InputError, requireInput, requireInteger } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import type { DegreesOfFreedom, Moments } from "../common/moments.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";
import { leadingAxes, meanOfDiscarded, principalAxes, type SignRule } from "../common/principal-axes.js";

/** What a probabilistic PCA was fitted as. */
export interface ProbabilisticPcaConfig {
  /** Number of latent dimensions, M. */
  readonly components: number;
  /** Number of observed dimensions, D. */
  readonly dimension: number;
  readonly method: "closed-form" | "em";
  readonly ddof: DegreesOfFreedom;
  readonly signs: SignRule;
}

/** One iteration of EM, with the value BEFORE its update. */
export interface PcaIteration {
  readonly iteration: number;
  /** Mean log-likelihood of a training row in nats. */
  readonly logLikelihood: number;
}

/**
 * `x = W z + mean + e`, `z ~ N(0, I_M)`, `e ~ N(0, noiseVariance I_D)`, so that x ~ N(mean, C) with `C = W W^T + noiseVariance I`.
 *
 * Parameters: `mean` [D], `weights` [D, M] (W, its columns orthogonal, longest first: the rotation R of Bishop 12.45 is I),
 * `noiseVariance` [1], `axisVariances` [M] (the M largest eigenvalues of C). A plain record.
 */
export interface ProbabilisticPca {
  readonly kind: "probabilistic-pca";
  readonly config: ProbabilisticPcaConfig;
  readonly parameters: Readonly<
    Record<"mean" | "weights" | "noiseVariance" | "axisVariances", ParameterArray>
  >;
  /** Empty for the closed form. */
  readonly history: readonly PcaIteration[];
}

/** Checks M against D and the covariance for its rank. */
export function requireComponents(caller: string, components: number, moments: Moments): void {
  requireInteger(caller, "components", components, 1);
  requireInput(
    components < moments.columns,
    caller,
    () =>
      `${components} components of ${moments.columns}-dimensional data leave no dimension for the noise; ` +
      `components must be below ${moments.columns}`,
    { components, dimension: moments.columns },
  );
}

/** Checks that there is noise left over: without, there is no density. */
export function requireNoise(caller: string, noiseVariance: number, components: number, scale: number): void {
  if (noiseVariance > 1e-15 * scale) return;
  throw new InputError(
    caller,
    `the data vary in ${components} or fewer dimensions only, the noise variance would be ${noiseVariance} ` +
      "and the density infinite; use fewer components",
    { noiseVariance, components },
  );
}

/**
 * The maximum-likelihood fit in closed form (Bishop 2006, 12.45 and 12.46 with R = I; Tipping and Bishop 1999): with the
 * eigenvalues l_1 >= l_2 >= ... and axes U of the covariance,
 * `noiseVariance = 1/(D - M) sum_{i > M} l_i`, `W = U_M (L_M - noiseVariance I)^(1/2)`.
 *
 * It is maximum likelihood for moments with ddof 0. With ddof 1 and at least as many rows as columns it is what scikit-learn and the report
 * compute; of N < D rows scikit-learn takes the noise variance as the mean of the N - M last of its N eigenvalues, not of D - M, which is
 * no maximum of the likelihood: its noise variance is larger by (D - M)/(N - M), and its weights are shorter accordingly.
 *
 * @param moments of the training rows, see {@link computeMoments}; their eigen-decomposition is kept for the next call
 * @throws InputError unless 1 <= M < D and the covariance has more than M positive eigenvalues
 *
 * @example
 * const model = fitProbabilisticPca(computeMoments(imageRows(train, { divisor: 255 })), { components: 2 });
 */
export function fitProbabilisticPca(
  moments: Moments,
  options: { readonly components: number; readonly signs?: SignRule },
): ProbabilisticPca {
  const { components, signs = "largest-positive" } = options;
  const { columns: dimension, ddof } = moments;
  requireComponents("fitProbabilisticPca", components, moments);
  const axes = principalAxes(moments);
  const noiseVariance = meanOfDiscarded(moments, components);
  requireNoise("fitProbabilisticPca", noiseVariance, components, axes.variances[0]!);
  const axisVariances = axes.variances.slice(0, components);
  const weights = leadingAxes(axes, components, signs);
  weights.forEach((entry, i) => {
    weights[i] = entry * Math.sqrt(Math.max(0, axisVariances[i % components]! - noiseVariance));
  });
  const config = { components, dimension, method: "closed-form", ddof, signs } as const;
  return makeModel(config, moments.mean, weights, noiseVariance, axisVariances, []);
}

/** Puts the record together. */
export function makeModel(
  config: ProbabilisticPcaConfig,
  mean: Float64Array,
  weights: Float64Array,
  noiseVariance: number,
  axisVariances: Float64Array,
  history: readonly PcaIteration[],
): ProbabilisticPca {
  const { dimension, components } = config;
  return {
    kind: "probabilistic-pca",
    config,
    parameters: {
      mean: parameterArray(mean, dimension),
      weights: parameterArray(weights, dimension, components),
      noiseVariance: parameterArray(Float64Array.of(noiseVariance), 1),
      axisVariances: parameterArray(axisVariances, components),
    },
    history,
  };
}

/** The model's arrays as matrices, and what every formula needs of them. To be called within a scope. */
export interface PcaMatrices {
  /** 1 x D. */
  readonly mean: Matrix;
  /** D x M. */
  readonly weights: Matrix;
  readonly noiseVariance: number;
  /** Lower Cholesky factor of `W^T W + noiseVariance I`, M x M. */
  readonly factor: Matrix;
  /** `ln |C| = ln |W^T W + noiseVariance I| + (D - M) ln noiseVariance` (determinant lemma). */
  readonly logDeterminant: number;
}

export function pcaMatrices({ config, parameters }: ProbabilisticPca): PcaMatrices {
  const { dimension, components } = config;
  const noiseVariance = parameters.noiseVariance.data[0]!;
  const weights = matrix(parameters.weights.data, dimension, components);
  const factor = gram(weights, noiseVariance).cholesky();
  const logDeterminant =
    2 * factor.diagonal().reduce((sum, pivot) => sum + Math.log(pivot), 0) +
    (dimension - components) * Math.log(noiseVariance);
  return { mean: matrix(parameters.mean.data, 1, dimension), weights, noiseVariance, factor, logDeterminant };
}

/** `W^T W + noiseVariance I`, M x M: Bishop's M (12.41). */
export function gram(weights: Matrix, noiseVariance: number): Matrix {
  const product = weights.multiply(weights, { transposeLeft: true }).toArray();
  const size = weights.columns;
  for (let i = 0; i < size; i++) product[i * size + i]! += noiseVariance;
  return matrix(product, size, size);
}

/** Solves `(L L^T) X = right`. */
export function solveWithFactor(factor: Matrix, right: Matrix): Matrix {
  return factor.solveLower(factor.solveLower(right), true);
}

/** The model's covariance C, D x D by rows, for checks and small dimensions. */
export function pcaCovariance(model: ProbabilisticPca): Float64Array {
  const { dimension } = model.config;
  return float64Scope(() => {
    const { weights, noiseVariance } = pcaMatrices(model);
    const covariance = weights.multiply(weights, { transposeRight: true }).toArray();
    for (let i = 0; i < dimension; i++) covariance[i * dimension + i]! += noiseVariance;
    return covariance;
  });
}
