import type { Random } from "../../random/index.js";
import { requireInteger } from "../../support/index.js";

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

/** Parameters of all components. */
export interface BernoulliMixtureParameters {
  /** K, summing to 1. */
  readonly weights: Float64Array;
  /** K x D by rows, inside (0, 1): the probability that a pixel is white. */
  readonly probabilities: Float64Array;
}

/** A mixture of products of Bernoulli distributions: p(x) = sum_k weight_k prod_d p_kd^x_d (1 - p_kd)^(1 - x_d). Plain data. */
export interface BernoulliMixture extends BernoulliMixtureParameters {
  readonly kind: "bernoulli-mixture";
  readonly config: BernoulliMixtureConfig;
  /** Mean log-likelihood of an image BEFORE each M step, and with the logarithm of the prior: what EM raises (nats). */
  readonly history: readonly { readonly logLikelihood: number; readonly objective: number }[];
  readonly converged: boolean;
  /** What is odd about the fit, if something is: fewer distinct rows than components. */
  readonly note?: string;
}

/** Draws of binary images, each first its component by the weights: count x D of 0 and 1, by rows. */
export function sampleBernoulliMixture(model: BernoulliMixture, count: number, random: Random): Uint8Array {
  requireInteger("sampleBernoulliMixture", "count", count, 1);
  const { dimension } = model.config;
  const bits = new Uint8Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const k = random.categorical(model.weights);
    for (let d = 0; d < dimension; d++)
      bits[row * dimension + d] = random.uniform() < model.probabilities[k * dimension + d]! ? 1 : 0;
  }
  return bits;
}
