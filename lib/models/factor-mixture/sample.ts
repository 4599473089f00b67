import type { Random } from "../../random/index.js";
import { requireInteger } from "../../support/index.js";
import type { MixtureSample } from "../gaussian-mixture/sample.js";
import type { FactorMixture } from "./model.js";

/** Draws of one component, `mu + W z + sqrt(psi) e` with standard normal z and e: count x D by rows. */
export function sampleFactors(
  model: FactorMixture,
  component: number,
  count: number,
  random: Random,
): Float64Array {
  requireInteger("sampleFactors", "count", count, 1);
  const { dimension, factors } = model.config;
  const { means, loadings, noise } = model.parameters;
  const values = new Float64Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const z = random.fillNormal(new Float64Array(factors));
    for (let d = 0; d < dimension; d++) {
      const at = component * dimension + d;
      let value = means[at]! + Math.sqrt(noise[at]!) * random.normal();
      for (let q = 0; q < factors; q++) value += loadings[at * factors + q]! * z[q]!;
      values[row * dimension + d] = value;
    }
  }
  return values;
}

/** Draws from the mixture, each first its component by the weights. */
export function sampleFactorMixture(model: FactorMixture, count: number, random: Random): MixtureSample {
  requireInteger("sampleFactorMixture", "count", count, 1);
  const { dimension } = model.config;
  const components = Int32Array.from({ length: count }, () => random.categorical(model.parameters.weights));
  const values = new Float64Array(count * dimension);
  components.forEach((k, row) => {
    values.set(sampleFactors(model, k, 1, random), row * dimension);
  });
  return { components, values };
}
