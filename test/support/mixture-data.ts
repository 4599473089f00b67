import { type GaussianMixture, parameterArray } from "pml/models";
import { Random } from "pml/random";

/** Rows from overlapping correlated clusters, and the cluster of each. */
export function clusteredRows(count: number, columns: number, clusters: number, seed: number, spread = 4) {
  const random = Random.from(seed).split("clustered rows");
  const centres = random.fillNormal(new Float64Array(clusters * columns)).map((value) => value * spread);
  const mixing = random.fillNormal(new Float64Array(clusters * columns * columns));
  const values = new Float64Array(count * columns);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const k = random.integer(clusters);
    labels[i] = k;
    const draws = random.fillNormal(new Float64Array(columns));
    for (let j = 0; j < columns; j++) {
      let value = centres[k * columns + j]! + 0.5 * draws[j]!;
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
  { weights, means, covariances }: Readonly<Record<"weights" | "means" | "covariances", Float64Array>>,
): GaussianMixture {
  const components = weights.length;
  return {
    kind: "gaussian-mixture",
    config: {
      components,
      dimension,
      covarianceType,
      regularisation: 0,
      tolerance: 0,
      maxIterations: 1,
      starts: 1,
      start: "parameters",
    },
    parameters: {
      weights: parameterArray(weights, components),
      means: parameterArray(means, components, dimension),
      covariances: parameterArray(covariances, covariances.length),
    },
    history: [],
    converged: true,
    outcomes: [],
  };
}
