import type { SurrogateModel } from "../surrogate-model.js";
import type { ImprovementOptions } from "./expected-improvement.js";
import { incumbentOf } from "./incumbent.js";
import { defaultAveraged } from "./rule.js";

/** The average over draws of the hyper-parameters of `score(mean, sd, best)` at every candidate, `best` what is to be improved on. */
export function averagedScore(
  model: SurrogateModel,
  { averaged = defaultAveraged, incumbent }: ImprovementOptions,
  score: (mean: number, sd: number, best: number) => number,
): Float64Array {
  const sum = new Float64Array(model.candidates.count);
  model.forEachDraw((moments, share) => {
    const { mean, variance } = moments;
    const best = incumbentOf(model, moments, incumbent);
    for (let j = 0; j < sum.length; j++) sum[j]! += share * score(mean[j]!, Math.sqrt(variance[j]!), best);
  }, averaged);
  return sum;
}
