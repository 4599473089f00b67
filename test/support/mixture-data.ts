import type { GaussianMixture, MixtureParameters } from "pml/models";
import { Random } from "pml/random";

/** Rows from overlapping correlated clusters, and the cluster of each. */
export function clusteredRows(count: number, columns: number, clusters: number, seed: number, spread = 4) {
  const random = Random.from(seed).split("clustered rows");
  const centers = random.fillNormal(new Float64Array(clusters * columns)).map((value) => value * spread);
  const mixing = random.fillNormal(new Float64Array(clusters * columns * columns));
  const values = new Float64Array(count * columns);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const k = random.integer(clusters);
    labels[i] = k;
    const draws = random.fillNormal(new Float64Array(columns));
    for (let j = 0; j < columns; j++) {
      let value = centers[k * columns + j]! + 0.5 * draws[j]!;
      for (let m = 0; m < columns; m++) value += 0.7 * mixing[(k * columns + j) * columns + m]! * draws[m]!;
      values[i * columns + j] = value;
    }
  }
  return { values, columns, labels };
}

/** A mixture record around given parameters, as if it had been fitted. */
export function mixtureOf(
  covarianceType: GaussianMixture["config"]["covarianceType"],
  dimension: number,
  { weights, means, covariances }: MixtureParameters,
): GaussianMixture {
  const components = weights.length;
  return {
    kind: "gaussian-mixture",
    config: {
      components,
      dimension,
      covarianceType,
      regularization: 0,
      tolerance: 0,
      maxIterations: 1,
      starts: 1,
      start: "parameters",
    },
    parameters: {
      weights: { shape: [components], data: weights },
      means: { shape: [components, dimension], data: means },
      covariances: { shape: [covariances.length], data: covariances },
    },
    history: [],
    converged: true,
    outcomes: [],
  };
}
