import type { Random } from "../../random/index.js";
import { InputError, requireInteger } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import { componentCovariance, type GaussianMixture, plainParameters, singularCovariance } from "./model.js";

const caller = "gaussianMixture.sample";

/** Draws from a mixture. */
export interface MixtureSample {
  /** The component that each row was drawn from. */
  readonly components: Int32Array;
  /** count x D by rows. */
  readonly values: Float64Array;
}

/** `mean + L e`, `e ~ N(0, I)`: count x D by rows. */
function drawComponent(model: GaussianMixture, k: number, count: number, random: Random): Float64Array {
  const { dimension } = model.config;
  const mean = plainParameters(model.parameters).means.subarray(k * dimension, (k + 1) * dimension);
  const noise = random.fillNormal(new Float64Array(count * dimension));
  return float64Scope(() => {
    const factor = factorOf(model, k);
    const scaled = matrix(noise, count, dimension).multiply(factor, { transposeRight: true });
    return scaled.plus(matrix(mean, 1, dimension)).toArray();
  });
}

function factorOf(model: GaussianMixture, component: number): Matrix {
  const { dimension } = model.config;
  try {
    return matrix(componentCovariance(model, component), dimension, dimension).cholesky("draw");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw singularCovariance(caller, component, error.message);
  }
}

/** Draws rows from one component: count x D by rows. */
export function sampleComponent(
  model: GaussianMixture,
  component: number,
  count: number,
  random: Random,
): Float64Array {
  requireInteger("gaussianMixture.sampleComponent", "count", count, 1);
  return drawComponent(model, component, count, random);
}

/** Draws rows from the mixture, each first its component by the weights, then its values. */
export function sample(model: GaussianMixture, count: number, random: Random): MixtureSample {
  requireInteger(caller, "count", count, 1);
  const { dimension } = model.config;
  const { weights } = plainParameters(model.parameters);
  const components = Int32Array.from({ length: count }, () => random.categorical(weights));
  const values = new Float64Array(count * dimension);
  weights.forEach((_, k) => {
    const rows = [...components.keys()].filter((row) => components[row] === k);
    if (rows.length === 0) return;
    const drawn = drawComponent(model, k, rows.length, random);
    rows.forEach((row, i) => {
      values.set(drawn.subarray(i * dimension, (i + 1) * dimension), row * dimension);
    });
  });
  return { components, values };
}
