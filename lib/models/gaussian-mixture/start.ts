import type { Observations } from "../common/observations.js";
import { sharedResponsibilities, startingClusters } from "../common/starting-clusters.js";
import { type KMeansHooks, nearestCentres } from "../k-means/fit.js";
import type { MixtureStart } from "./config.js";
import { type MixtureParameters, plainParameters } from "./model.js";

/** What EM begins with: parameters for an E step, or responsibilities for an M step; and a component for each row. */
export interface StartingPoint {
  readonly parameters?: MixtureParameters;
  readonly responsibilities?: Float64Array;
  readonly labels: Int32Array;
}

/** The starting point of a start; its stream is wanted by k-means only. */
export async function startingPoint(
  data: Observations,
  components: number,
  start: MixtureStart,
  hooks: KMeansHooks,
): Promise<StartingPoint> {
  if (start === "k-means") {
    const found = await startingClusters(data, components, {}, hooks);
    return { labels: found.labels, responsibilities: sharedResponsibilities(found) };
  }
  if ("responsibilities" in start) {
    const { responsibilities } = start;
    return { responsibilities, labels: mostProbable(responsibilities, components) };
  }
  const means = "means" in start ? start.means : start.parameters.means.data;
  const labels = await nearestCentres(data, means, hooks);
  if ("parameters" in start) return { parameters: plainParameters(start.parameters), labels };
  return { labels, responsibilities: hardResponsibilities(labels, components) };
}

/** rows x K with a single 1 in each row. */
export function hardResponsibilities(labels: Int32Array, components: number): Float64Array {
  const responsibilities = new Float64Array(labels.length * components);
  labels.forEach((label, row) => {
    responsibilities[row * components + label] = 1;
  });
  return responsibilities;
}

/** The component with the largest responsibility for each row; the first of equals. */
export function mostProbable(responsibilities: Float64Array, components: number): Int32Array {
  return Int32Array.from({ length: responsibilities.length / components }, (_, row) => {
    let best = 0;
    for (let k = 1; k < components; k++) {
      if (responsibilities[row * components + k]! > responsibilities[row * components + best]!) best = k;
    }
    return best;
  });
}
