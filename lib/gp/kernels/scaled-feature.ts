import type { PairEvaluator } from "./kernel.js";

/** Evaluator of the simplest kernels: `k = variance feature`, where the feature has no parameters. */
export function evaluatorOfScaledFeature(feature: Float64Array): PairEvaluator {
  const values = new Float64Array(feature.length);
  return {
    values,
    evaluate(parameters, offset) {
      const variance = parameters[offset]!;
      for (let pair = 0; pair < values.length; pair++) values[pair] = variance * feature[pair]!;
    },
    addGradient(_parameters, offset, weights, gradient) {
      let byVariance = 0;
      for (let pair = 0; pair < values.length; pair++) byVariance += weights[pair]! * values[pair]!;
      gradient[offset]! += byVariance;
    },
  };
}
