import type { Random } from "../../random/index.js";
import { countRows, type Observations } from "../common/observations.js";
import { startingClusters } from "../common/starting-clusters.js";
import type { FactorMixtureConfig, FactorMixtureParameters } from "./model.js";

/** Share of a cluster's variance that the first loadings take. */
const explainedAtStart = 0.3;

/**
 * Where EM begins: the clusters of k-means from k-means++, their means and the variances of their pixels; the loadings are random
 * directions that take a part of those variances.
 */
export async function factorStart(
  observations: Observations,
  { components, factors, dimension, noise, varianceFloor }: FactorMixtureConfig,
  random: Random,
  signal: AbortSignal | undefined,
): Promise<FactorMixtureParameters> {
  const hooks = { random: random.split("k-means"), signal };
  const found = await startingClusters(observations, components, { maxIterations: 15 }, hooks);
  const { labels, centres, clusters, clusterOf, shares } = found;
  const ofClusters = clusterVariances(observations, labels, centres, clusters);
  const ofComponents = (values: Float64Array) =>
    Float64Array.from(
      { length: components * dimension },
      (_, i) => values[clusterOf[Math.floor(i / dimension)]! * dimension + (i % dimension)]!,
    );
  const variances = ofComponents(ofClusters.variances);
  const sizes = Float64Array.from(clusterOf, (cluster) => ofClusters.sizes[cluster]! / shares[cluster]!);
  const directions = random.split("loadings");
  const loadings = new Float64Array(components * dimension * factors);
  for (let i = 0; i < components * dimension; i++) {
    const scale = Math.sqrt((explainedAtStart * variances[i]!) / factors);
    for (let q = 0; q < factors; q++) loadings[i * factors + q] = scale * directions.normal();
  }
  return {
    weights: sizes.map((size) => size / countRows(observations)),
    means: ofComponents(centres),
    loadings,
    noiseVariances: startNoise(variances, components, noise === "isotropic").map((value) =>
      Math.max(value, varianceFloor),
    ),
  };
}

function startNoise(variances: Float64Array, components: number, isShared: boolean): Float64Array {
  const rest = variances.map((value) => (1 - explainedAtStart) * value);
  if (!isShared) return rest;
  const dimension = variances.length / components;
  return rest.map((_, i) => {
    const first = i - (i % dimension);
    return rest.subarray(first, first + dimension).reduce((sum, value) => sum + value, 0) / dimension;
  });
}

function clusterVariances(
  { values, columns, offset = 0, divisor = 1 }: Observations,
  labels: Int32Array,
  centres: Float64Array,
  components: number,
) {
  const sizes = new Float64Array(components);
  const variances = new Float64Array(components * columns);
  labels.forEach((k, row) => {
    sizes[k]! += 1;
    for (let d = 0; d < columns; d++)
      variances[k * columns + d]! +=
        ((values[row * columns + d]! + offset) / divisor - centres[k * columns + d]!) ** 2;
  });
  for (let i = 0; i < variances.length; i++) variances[i]! /= Math.max(1, sizes[Math.floor(i / columns)]!);
  return { sizes, variances };
}
