import type { Random } from "../../random/index.js";
import { requireInteger } from "../../support/index.js";
import type { BernoulliMixture } from "./model.js";

/** Draws of binary images. */
export interface BernoulliMixtureSample {
  /** The component that each image was drawn from. */
  readonly components: Int32Array;
  /** count x D of 0 and 1, by rows. */
  readonly values: Uint8Array;
}

/** Draws images from the mixture, each first its component by the weights, then its pixels. */
export function sample(model: BernoulliMixture, count: number, random: Random): BernoulliMixtureSample {
  requireInteger("bernoulliMixture.sample", "count", count, 1);
  const { dimension } = model.config;
  const { weights, probabilities } = model.parameters;
  const components = new Int32Array(count);
  const values = new Uint8Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const k = random.categorical(weights.data);
    components[row] = k;
    for (let d = 0; d < dimension; d++)
      values[row * dimension + d] = random.uniform() < probabilities.data[k * dimension + d]! ? 1 : 0;
  }
  return { components, values };
}
