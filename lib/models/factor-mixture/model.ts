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

/** Parameters of all components. */
export interface FactorMixtureParameters {
  /** K, summing to 1. */
  readonly weights: Float64Array;
  /** K x D by rows. */
  readonly means: Float64Array;
  /** K x D x Q: the loadings W_k by rows. */
  readonly loadings: Float64Array;
  /** K x D: noise VARIANCES psi_k. */
  readonly noise: Float64Array;
}

/**
 * A mixture of factor analysers, p(x) = sum_k weight_k N(x; mu_k, W_k W_k^T + diag psi_k) (Ghahramani and Hinton 1996; with isotropic noise
 * Tipping and Bishop 1999). Plain data.
 */
export interface FactorMixture {
  readonly kind: "factor-mixture";
  readonly config: FactorMixtureConfig;
  readonly parameters: FactorMixtureParameters;
  /** Mean log-likelihood of a row BEFORE each M step, nats. */
  readonly history: readonly number[];
  readonly converged: boolean;
  /** What is odd about the fit, if something is: fewer distinct rows than components. */
  readonly note?: string;
}
