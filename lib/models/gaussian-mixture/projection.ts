import { requireInput } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { type PrincipalComponents, projectOnComponents } from "../principal-components/fit.js";
import { componentCovariance, type GaussianMixture, mixtureParameters } from "./model.js";

/** A component of a mixture as a flat view shows it: the exact marginal along the view's axes. */
export interface ProjectedComponent {
  readonly weight: number;
  /** Its mean along each axis. */
  readonly mean: Float64Array;
  /** axes x axes by rows: its covariance along the axes. */
  readonly covariance: Float64Array;
}

/**
 * The components in a view by principal components: mean `U^T (mean - center)` and covariance `U^T covariance U`.
 *
 * @throws InputError if the view is of another number of columns
 */
export function projectMixture(model: GaussianMixture, view: PrincipalComponents): ProjectedComponent[] {
  const { dimension } = model.config;
  requireInput(
    view.columns === dimension,
    "projectMixture",
    () => `the view has ${view.columns} columns, the mixture ${dimension}`,
  );
  const { weights, means } = mixtureParameters(model);
  const centers = projectOnComponents(view, { values: means, columns: dimension });
  return Array.from(weights, (weight, k) => ({
    weight,
    mean: centers.slice(k * view.components, (k + 1) * view.components),
    covariance: float64Scope(() => {
      const axes = matrix(view.axes, dimension, view.components);
      const covariance = matrix(componentCovariance(model, k), dimension, dimension);
      return axes.multiply(covariance.multiply(axes), { transposeLeft: true }).toArray();
    }),
  }));
}
