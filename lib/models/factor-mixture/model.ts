import type { EmIteration } from "../common/convergence.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";

/** What the noise of a component is held to: a variance for each pixel (factor analysis), or one for all (probabilistic PCA). */
export type FactorNoise = "diagonal" | "isotropic";

/** How a mixture of factor analysers was fitted. */
export interface FactorMixtureConfig {
  readonly components: number;
  /** Q, the number of factors of a component. */
  readonly factors: number;
  /** D, the number of pixels. */
  readonly dimension: number;
  readonly noise: FactorNoise;
  /** No noise VARIANCE is below it, in the squared unit of the data. */
  readonly varianceFloor: number;
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** The numbers of a mixture of factor analysers. */
export interface FactorMixtureParameters {
  /** K, summing to 1. */
  readonly weights: Float64Array;
  /** K x D by rows. */
  readonly means: Float64Array;
  /** K x D x Q: the loadings W_k by rows. */
  readonly loadings: Float64Array;
  /** K x D: psi_k. */
  readonly noiseVariances: Float64Array;
}

/**
 * A mixture of factor analysers, p(x) = sum_k weight_k N(x; mu_k, W_k W_k^T + diag psi_k) (Ghahramani and Hinton 1996; with isotropic noise
 * Tipping and Bishop 1999b). Plain data.
 */
export interface FactorMixture {
  readonly kind: "factor-mixture";
  readonly config: FactorMixtureConfig;
  /** `weights` [K], `means` [K, D], `loadings` [K, D, Q] and `noiseVariances` [K, D]. */
  readonly parameters: Readonly<Record<keyof FactorMixtureParameters, ParameterArray>>;
  readonly history: readonly EmIteration[];
  readonly converged: boolean;
  /** What is odd about the fit, if something is: fewer distinct rows than components. */
  readonly note?: string;
}

/** Parameters with their shapes. */
export function shapedParameters(
  { components, factors, dimension }: FactorMixtureConfig,
  { weights, means, loadings, noiseVariances }: FactorMixtureParameters,
): FactorMixture["parameters"] {
  return {
    weights: parameterArray(weights, components),
    means: parameterArray(means, components, dimension),
    loadings: parameterArray(loadings, components, dimension, factors),
    noiseVariances: parameterArray(noiseVariances, components, dimension),
  };
}

/** Parameters without their shapes. */
export function plainParameters({
  weights,
  means,
  loadings,
  noiseVariances,
}: FactorMixture["parameters"]): FactorMixtureParameters {
  return {
    weights: weights.data,
    means: means.data,
    loadings: loadings.data,
    noiseVariances: noiseVariances.data,
  };
}
