import type { Random } from "../../random/index.js";
import { requireInteger } from "../../support/index.js";
import type { MixtureSample } from "../gaussian-mixture/sample.js";
import { type FactorMixture, type FactorMixtureParameters, plainParameters } from "./model.js";

/** Draws from the mixture, each first its component by the weights, then `mu + W z + sqrt(psi) e` with standard normal z and e. */
export function sample(model: FactorMixture, count: number, random: Random): MixtureSample {
  requireInteger("factorMixture.sample", "count", count, 1);
  const { dimension, factors } = model.config;
  const parameters = plainParameters(model.parameters);
  const components = Int32Array.from({ length: count }, () => random.categorical(parameters.weights));
  const values = new Float64Array(count * dimension);
  components.forEach((k, row) => {
    draw(parameters, k, factors, random, values.subarray(row * dimension, (row + 1) * dimension));
  });
  return { components, values };
}

function draw(
  { means, loadings, noiseVariances }: FactorMixtureParameters,
  component: number,
  factors: number,
  random: Random,
  row: Float64Array,
): void {
  const z = random.fillNormal(new Float64Array(factors));
  for (let d = 0; d < row.length; d++) {
    const at = component * row.length + d;
    let value = means[at]! + Math.sqrt(noiseVariances[at]!) * random.normal();
    for (let q = 0; q < factors; q++) value += loadings[at * factors + q]! * z[q]!;
    row[d] = value;
  }
}
