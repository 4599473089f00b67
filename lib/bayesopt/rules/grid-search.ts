import type { SurrogateModel } from "../surrogate-model.js";
import type { Rule } from "./rule.js";

/**
 * The candidate farthest from all observations (the first of equally far ones): fills the domain evenly, refining as
 * it goes, without looking at the values.
 */
export function gridSearch(): Rule {
  return {
    name: "grid",
    needsModel: false,
    suggest(model) {
      const score = distanceToData(model);
      return { candidate: model.argmax(score), score };
    },
  };
}

function distanceToData({ candidates, posterior }: SurrogateModel): Float64Array {
  const { x } = posterior.model;
  const data = "dimension" in x ? x.values : Float64Array.from(x);
  const { count, dimension, values } = candidates;
  const distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < data.length; i += dimension) {
      let squared = 0;
      for (let d = 0; d < dimension; d++) squared += (values[j * dimension + d]! - data[i + d]!) ** 2;
      distances[j] = Math.min(distances[j]!, Math.sqrt(squared));
    }
  }
  return distances;
}
