import { requireInteger } from "../../support/index.js";
import { innerProduct, type PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator } from "./kernel.js";

/**
 * Polynomials up to a degree: `k = variance (bias + x . z)^degree` (Rasmussen & Williams 2006, section 4.2.2). The
 * degree belongs to the kernel's form and is no parameter.
 *
 * @throws InputError unless variance and bias are positive and finite and degree is an integer of at least 1
 */
export function polynomial({ variance = 1, bias = 1, degree = 2 } = {}): Kernel {
  requireInteger("polynomial", "degree", degree, 1);
  return elementaryKernel("polynomial", { variance, bias }, (pairs) => prepare(pairs, degree));
}

function prepare(pairs: PairView, degree: number): PairEvaluator {
  const products = pairs.feature(innerProduct);
  const values = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      const variance = parameters[offset]!;
      const bias = parameters[offset + 1]!;
      for (let pair = 0; pair < values.length; pair++)
        values[pair] = variance * (bias + products[pair]!) ** degree;
    },
    addGradient(parameters, offset, weights, gradient) {
      const variance = parameters[offset]!;
      const bias = parameters[offset + 1]!;
      let byVariance = 0;
      let byBias = 0;
      for (let pair = 0; pair < values.length; pair++) {
        byVariance += weights[pair]! * values[pair]!;
        byBias += weights[pair]! * (bias + products[pair]!) ** (degree - 1);
      }
      gradient[offset]! += byVariance;
      gradient[offset + 1]! += byBias * variance * degree * bias;
    },
  };
}
