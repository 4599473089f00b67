import { distance, type PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator, requireLine } from "./kernel.js";

/**
 * One wave of unknown amplitude and phase: `k = variance cos(d / lengthscale)`, d = |x - z|, without a factor 2 pi (as
 * Pyro's `Cosine`). The wave's period is `2 pi lengthscale`. Its matrix has rank 2: it cannot pass through more than
 * two values. Points on a line only (beyond, the formula is no covariance function).
 *
 * @throws InputError unless both parameters are positive and finite; on use, for points of more than one dimension
 */
export function cosine({ lengthscale = 1, variance = 1 } = {}): Kernel {
  return elementaryKernel("cosine", { lengthscale, variance }, prepare);
}

function prepare(pairs: PairView): PairEvaluator {
  requireLine("cosine", pairs);
  const distances = pairs.feature(distance);
  const values = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      const lengthscale = parameters[offset]!;
      const variance = parameters[offset + 1]!;
      for (let pair = 0; pair < values.length; pair++)
        values[pair] = variance * Math.cos(distances[pair]! / lengthscale);
    },
    addGradient(parameters, offset, weights, gradient) {
      const lengthscale = parameters[offset]!;
      const variance = parameters[offset + 1]!;
      let byLengthscale = 0;
      let byVariance = 0;
      for (let pair = 0; pair < values.length; pair++) {
        const angle = distances[pair]! / lengthscale;
        byLengthscale += weights[pair]! * variance * angle * Math.sin(angle);
        byVariance += weights[pair]! * values[pair]!;
      }
      gradient[offset]! += byLengthscale;
      gradient[offset + 1]! += byVariance;
    },
  };
}
