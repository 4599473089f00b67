import { euclideanDistance } from "../../math/index.js";
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
      const distance = euclideanDistance(values, j * dimension, data, i, dimension);
      distances[j] = Math.min(distances[j]!, distance);
    }
  }
  return distances;
}
