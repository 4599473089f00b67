import type { EmIteration } from "../common/convergence.js";
import type { ParameterArray } from "../common/parameter-array.js";

/** How a mixture of Bernoulli images was fitted. */
export interface BernoulliMixtureConfig {
  readonly components: number;
  /** D, the number of pixels. */
  readonly dimension: number;
  /**
   * Images of either colour added to each component before its pixels are counted: the mode under a Beta(1 + c, 1 + c) prior on every
   * probability. Without it a pixel that was never white makes any image where it is white impossible.
   */
  readonly pseudoCount: number;
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** The numbers of a mixture of Bernoulli images. */
export interface BernoulliMixtureParameters {
  /** K, summing to 1. */
  readonly weights: Float64Array;
  /** K x D by rows, inside (0, 1): the probability that a pixel is white. */
  readonly probabilities: Float64Array;
}

/** One iteration of EM; what it raises is the log-likelihood with the logarithm of the prior, in nats per row. */
export interface BernoulliIteration extends EmIteration {
  readonly objective: number;
}

/** A mixture of products of Bernoulli distributions: p(x) = sum_k weight_k prod_d p_kd^x_d (1 - p_kd)^(1 - x_d). Plain data. */
export interface BernoulliMixture {
  readonly kind: "bernoulli-mixture";
  readonly config: BernoulliMixtureConfig;
  /** `weights` [K] and `probabilities` [K, D]. */
  readonly parameters: Readonly<Record<keyof BernoulliMixtureParameters, ParameterArray>>;
  readonly history: readonly BernoulliIteration[];
  readonly converged: boolean;
  /** What is odd about the fit, if something is: fewer distinct rows than components. */
  readonly note?: string;
}

/** Parameters without their shapes. */
export function plainParameters({
  weights,
  probabilities,
}: BernoulliMixture["parameters"]): BernoulliMixtureParameters {
  return { weights: weights.data, probabilities: probabilities.data };
}
