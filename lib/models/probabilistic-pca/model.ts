import { InputError, requireInput, requireInteger } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import type { EmIteration } from "../common/convergence.js";
import type { DegreesOfFreedom, SampleMoments } from "../common/moments.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";
import type { SignRule } from "../common/principal-axes.js";

/** What a probabilistic PCA was fitted as. */
export interface ProbabilisticPcaConfig {
  /** Number of latent dimensions, M. */
  readonly components: number;
  /** Number of observed dimensions, D. */
  readonly dimension: number;
  readonly method: "closed-form" | "em";
  readonly ddof: DegreesOfFreedom;
  readonly signs: SignRule;
  /** Variance of the noise added to every column of the training rows, see `addedVariance` of the fit. */
  readonly addedVariance: number;
}

/**
 * `x = W z + mean + e`, `z ~ N(0, I_M)`, `e ~ N(0, noiseVariance I_D)`, so that x ~ N(mean, C) with `C = W W^T + noiseVariance I`.
 *
 * Parameters: `mean` [D], `loadings` [D, M] (W, its columns orthogonal, longest first: the rotation R of Bishop 12.45 is I),
 * `noiseVariance` [1], `axisVariances` [M] (the M largest eigenvalues of C). A plain record.
 */
export interface ProbabilisticPca {
  readonly kind: "probabilistic-pca";
  readonly config: ProbabilisticPcaConfig;
  readonly parameters: Readonly<
    Record<"mean" | "loadings" | "noiseVariance" | "axisVariances", ParameterArray>
  >;
  /** Empty for the closed form. */
  readonly history: readonly EmIteration[];
  readonly converged: boolean;
}

/** Checks M against D and the covariance for its rank. */
export function requireComponents(caller: string, components: number, moments: SampleMoments): void {
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

/** Puts the record together. */
export function makeModel(
  config: ProbabilisticPcaConfig,
  mean: Float64Array,
  loadings: Float64Array,
  noiseVariance: number,
  axisVariances: Float64Array,
  { history, converged }: Pick<ProbabilisticPca, "history" | "converged"> = { history: [], converged: true },
): ProbabilisticPca {
  const { dimension, components } = config;
  return {
    kind: "probabilistic-pca",
    config,
    parameters: {
      mean: parameterArray(mean, dimension),
      loadings: parameterArray(loadings, dimension, components),
      noiseVariance: parameterArray(Float64Array.of(noiseVariance), 1),
      axisVariances: parameterArray(axisVariances, components),
    },
    history,
    converged,
  };
}

/** The model's arrays as matrices, and what every formula needs of them. To be called within a scope. */
export interface PcaMatrices {
  /** 1 x D. */
  readonly mean: Matrix;
  /** D x M. */
  readonly loadings: Matrix;
  readonly noiseVariance: number;
  /** Lower Cholesky factor of `W^T W + noiseVariance I`, M x M. */
  readonly factor: Matrix;
  /** `ln |C| = ln |W^T W + noiseVariance I| + (D - M) ln noiseVariance` (determinant lemma). */
  readonly logDeterminant: number;
}

export function pcaMatrices({ config, parameters }: ProbabilisticPca): PcaMatrices {
  const { dimension, components } = config;
  const noiseVariance = parameters.noiseVariance.data[0]!;
  const loadings = matrix(parameters.loadings.data, dimension, components);
  const factor = gram(loadings, noiseVariance).cholesky();
  const logDeterminant =
    2 * factor.diagonal().reduce((sum, pivot) => sum + Math.log(pivot), 0) +
    (dimension - components) * Math.log(noiseVariance);
  return {
    mean: matrix(parameters.mean.data, 1, dimension),
    loadings,
    noiseVariance,
    factor,
    logDeterminant,
  };
}

/** `W^T W + noiseVariance I`, M x M: Bishop's M (12.41). */
export function gram(loadings: Matrix, noiseVariance: number): Matrix {
  const product = loadings.multiply(loadings, { transposeLeft: true }).toArray();
  const size = loadings.columns;
  for (let i = 0; i < size; i++) product[i * size + i]! += noiseVariance;
  return matrix(product, size, size);
}

/** Solves `(L L^T) X = right`. */
export function solveWithFactor(factor: Matrix, right: Matrix): Matrix {
  return factor.solveLower(factor.solveLower(right), true);
}

/** The model's covariance C, D x D by rows, for checks and small dimensions. */
export function covariance(model: ProbabilisticPca): Float64Array {
  const { dimension } = model.config;
  return float64Scope(() => {
    const { loadings, noiseVariance } = pcaMatrices(model);
    const entries = loadings.multiply(loadings, { transposeRight: true }).toArray();
    for (let i = 0; i < dimension; i++) entries[i * dimension + i]! += noiseVariance;
    return entries;
  });
}
