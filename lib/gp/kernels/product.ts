import type { PairView } from "../pairs.js";
import { compositeKernel } from "./composite.js";
import type { Kernel, PairEvaluator } from "./kernel.js";

/**
 * The product of two kernels: `k = left right`. Parameters are named `left....` and `right....`. The likelihood sees
 * only the product of the two variances: give at most one of them a prior of its own, or two that hold both in place.
 */
export function productKernel(left: Kernel, right: Kernel): Kernel {
  return compositeKernel("product", left, right, productKernel, prepare);
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
  const passedOn = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      left.evaluate(parameters, offset);
      right.evaluate(parameters, offset + leftCount);
      for (let pair = 0; pair < values.length; pair++)
        values[pair] = left.values[pair]! * right.values[pair]!;
    },
    addGradient(parameters, offset, weights, gradient) {
      for (let pair = 0; pair < values.length; pair++) passedOn[pair] = weights[pair]! * right.values[pair]!;
      left.addGradient(parameters, offset, passedOn, gradient);
      for (let pair = 0; pair < values.length; pair++) passedOn[pair] = weights[pair]! * left.values[pair]!;
      right.addGradient(parameters, offset + leftCount, passedOn, gradient);
    },
  };
}
