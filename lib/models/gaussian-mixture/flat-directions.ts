import { requireInput, requireLength, requirePositive } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { componentCovariance, type GaussianMixture, plainParameters } from "./model.js";

const caller = "gaussianMixture.flatDirections";

/** The directions in which a component's training rows hardly vary. */
export interface FlatDirections {
  /** Number of principal directions with at most the variance asked for. */
  readonly count: number;
  /** The share of a row's quadratic form `(x - mean)^T covariance^-1 (x - mean)` that lies in them, 0 to 1. */
  shareOf(row: ArrayLike<number>): number;
}

/**
 * What makes a row improbable under a component: a step in directions that are flat. A constant column is one; so is the difference of
 * two columns that only ever change together.
 *
 * @param variance directions of at most this variance count as flat, in the squared unit of the data
 * @throws InputError for a covariance whose flattest direction is lost in rounding
 */
export function flatDirections(model: GaussianMixture, component: number, variance: number): FlatDirections {
  const { dimension } = model.config;
  requirePositive(caller, "variance", variance);
  const covariance = componentCovariance(model, component);
  const { variances, axes } = float64Scope(() => {
    const { values, vectors } = matrix(covariance, dimension, dimension).symmetricEigen();
    return { variances: values, axes: vectors.toArray() };
  });
  const [widest, flattest] = [variances[0]!, variances.at(-1)!];
  requireInput(
    flattest > dimension * 2 ** -53 * widest,
    caller,
    () =>
      `the flattest direction of component ${component} has a variance of ${flattest}, which is rounding beside ${widest}; raise the regularisation`,
    { component, flattest, widest },
  );
  const mean = plainParameters(model.parameters).means.subarray(
    component * dimension,
    (component + 1) * dimension,
  );
  return {
    count: variances.filter((each) => each <= variance).length,
    shareOf(row) {
      requireLength(caller, "row", row.length, dimension);
      let flat = 0;
      let all = 0;
      variances.forEach((each, direction) => {
        let coordinate = 0;
        for (let j = 0; j < dimension; j++) {
          coordinate += axes[j * dimension + direction]! * (row[j]! - mean[j]!);
        }
        all += coordinate ** 2 / each;
        if (each <= variance) flat += coordinate ** 2 / each;
      });
      requireInput(all > 0, caller, "the row is the component's mean: its quadratic form is 0");
      return flat / all;
    },
  };
}
