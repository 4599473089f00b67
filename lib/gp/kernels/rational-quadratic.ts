import { distance, type PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator } from "./kernel.js";

/**
 * Rational quadratic kernel: `k = variance (1 + d^2 / (2 a lengthscale^2))^-a`, a = scaleMixture, d = |x - z|
 * (Rasmussen & Williams 2006, eq. 4.19): a mixture of Gaussian kernels over lengthscales, the Gaussian one itself as
 * a grows.
 *
 * @throws InputError unless all parameters are positive and finite
 */
export function rationalQuadratic({ lengthscale = 1, variance = 1, scaleMixture = 1 } = {}): Kernel {
  return elementaryKernel("rationalQuadratic", { lengthscale, variance, scaleMixture }, prepare);
}

function prepare(pairs: PairView): PairEvaluator {
  const distances = pairs.feature(distance);
  const values = new Float64Array(pairs.count);
  /** `1 + d^2 / (2 a lengthscale^2)` without the 1, of the last evaluate. */
  const excess = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      const inverse = 1 / parameters[offset]!;
      const variance = parameters[offset + 1]!;
      const scaleMixture = parameters[offset + 2]!;
      for (let pair = 0; pair < values.length; pair++) {
        const scaled = distances[pair]! * inverse;
        excess[pair] = (scaled * scaled) / (2 * scaleMixture);
        values[pair] = variance * Math.exp(-scaleMixture * Math.log1p(excess[pair]!));
      }
    },
    addGradient(parameters, offset, weights, gradient) {
      const scaleMixture = parameters[offset + 2]!;
      let byLengthscale = 0;
      let byVariance = 0;
      let byScaleMixture = 0;
      for (let pair = 0; pair < values.length; pair++) {
        if (values[pair] === 0) continue;
        const share = excess[pair]! / (1 + excess[pair]!);
        const weighted = weights[pair]! * values[pair]!;
        byLengthscale += weighted * 2 * scaleMixture * share;
        byVariance += weighted;
        byScaleMixture += weighted * scaleMixture * (share - Math.log1p(excess[pair]!));
      }
      gradient[offset]! += byLengthscale;
      gradient[offset + 1]! += byVariance;
      gradient[offset + 2]! += byScaleMixture;
    },
  };
}
