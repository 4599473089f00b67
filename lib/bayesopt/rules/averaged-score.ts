import type { SurrogateModel } from "../surrogate-model.js";

/** The average over draws of the hyper-parameters of `score(mean, sd)` at every candidate. */
export function averagedScore(
  model: SurrogateModel,
  count: number,
  score: (mean: number, sd: number) => number,
): Float64Array {
  const sum = new Float64Array(model.candidates.count);
  model.forEachDraw(({ mean, variance }, share) => {
    for (let j = 0; j < sum.length; j++) sum[j]! += share * score(mean[j]!, Math.sqrt(variance[j]!));
  }, count);
  return sum;
}
