import type { PairView } from "../pairs.js";
import { compositeKernel } from "./composite.js";
import type { Kernel, PairEvaluator } from "./kernel.js";

/**
 * The sum of two independent functions: `k = left + right`. Parameters are named `left....` and `right....`.
 *
 * @example
 * sumKernel(rbf({ lengthscale: 0.3 }), linear()).parameterNames; // ["left.lengthscale", "left.variance", "right.variance"]
 */
export function sumKernel(left: Kernel, right: Kernel): Kernel {
  return compositeKernel("sum", left, right, sumKernel, prepare);
}

// sum and product have their own loops: with the operation as an argument of one loop an evaluation of the likelihood with a product
// took up to 1.8 times as long on 5 points
function prepare(
  pairs: PairView,
  left: PairEvaluator,
  right: PairEvaluator,
  leftCount: number,
): PairEvaluator {
  const values = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      left.evaluate(parameters, offset);
      right.evaluate(parameters, offset + leftCount);
      for (let pair = 0; pair < values.length; pair++)
        values[pair] = left.values[pair]! + right.values[pair]!;
    },
    addGradient(parameters, offset, weights, gradient) {
      left.addGradient(parameters, offset, weights, gradient);
      right.addGradient(parameters, offset + leftCount, weights, gradient);
    },
  };
}
