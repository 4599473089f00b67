import { distance, type PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator } from "./kernel.js";

/**
 * Gaussian kernel, also called squared exponential or RBF: `k = variance exp(-d^2 / (2 lengthscale^2))`, d = |x - z|
 * (Rasmussen & Williams 2006, eq. 4.9). Draws are infinitely smooth.
 *
 * @throws InputError unless both parameters are positive and finite
 */
export function rbf({ lengthscale = 1, variance = 1 } = {}): Kernel {
  return elementaryKernel("rbf", { lengthscale, variance }, prepare);
}

function prepare(pairs: PairView): PairEvaluator {
  const distances = pairs.feature(distance);
  const values = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      const inverse = 1 / parameters[offset]!;
      const variance = parameters[offset + 1]!;
      for (let pair = 0; pair < values.length; pair++) {
        const scaled = distances[pair]! * inverse;
        values[pair] = variance * Math.exp(-0.5 * scaled * scaled);
      }
    },
    addGradient(parameters, offset, weights, gradient) {
      const inverse = 1 / parameters[offset]!;
      let byLengthscale = 0;
      let byVariance = 0;
      for (let pair = 0; pair < values.length; pair++) {
        // k = 0 where the scaled distance is too large to be squared
        if (values[pair] === 0) continue;
        const scaled = distances[pair]! * inverse;
        const weighted = weights[pair]! * values[pair]!;
        byLengthscale += weighted * scaled * scaled;
        byVariance += weighted;
      }
      gradient[offset]! += byLengthscale;
      gradient[offset + 1]! += byVariance;
    },
  };
}
