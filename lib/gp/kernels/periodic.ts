import type { PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator } from "./kernel.js";

/**
 * Periodic functions: `k = variance exp(-2 sum_d sin^2(pi (x_d - z_d) / period) / lengthscale^2)`
 * (MacKay 1998; Rasmussen & Williams 2006, eq. 4.31, for one dimension).
 *
 * @throws InputError unless all parameters are positive and finite
 */
export function periodic({ lengthscale = 1, variance = 1, period = 1 } = {}): Kernel {
  return elementaryKernel("periodic", { lengthscale, variance, period }, prepare);
}

function prepare(pairs: PairView): PairEvaluator {
  const { dimension } = pairs;
  const differences = pairs.differences();
  const values = new Float64Array(pairs.count);
  /** Sum over coordinates of the squared sines, of the last evaluate. */
  const squaredSines = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      const inverse = 1 / parameters[offset]!;
      const variance = parameters[offset + 1]!;
      const frequency = Math.PI / parameters[offset + 2]!;
      for (let pair = 0; pair < values.length; pair++) {
        let sum = 0;
        for (let d = 0; d < dimension; d++) {
          const sine = Math.sin(frequency * differences[pair * dimension + d]!);
          sum += sine * sine;
        }
        squaredSines[pair] = sum;
        const scaled = Math.sqrt(sum) * inverse;
        values[pair] = variance * Math.exp(-2 * scaled * scaled);
      }
    },
    addGradient(parameters, offset, weights, gradient) {
      const inverse = 1 / parameters[offset]!;
      const frequency = Math.PI / parameters[offset + 2]!;
      let byLengthscale = 0;
      let byVariance = 0;
      let byPeriod = 0;
      for (let pair = 0; pair < values.length; pair++) {
        if (values[pair] === 0) continue;
        let slope = 0;
        for (let d = 0; d < dimension; d++) {
          const angle = frequency * differences[pair * dimension + d]!;
          slope += angle * Math.sin(2 * angle);
        }
        const weighted = weights[pair]! * values[pair]!;
        byLengthscale += weighted * 4 * (squaredSines[pair]! * inverse) * inverse;
        byVariance += weighted;
        byPeriod += weighted * 2 * (slope * inverse) * inverse;
      }
      gradient[offset]! += byLengthscale;
      gradient[offset + 1]! += byVariance;
      gradient[offset + 2]! += byPeriod;
    },
  };
}
