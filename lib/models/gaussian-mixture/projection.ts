import { requireInput } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { encode } from "../principal-components/codes.js";
import type { PrincipalComponents } from "../principal-components/model.js";
import { componentCovariance, type GaussianMixture, plainParameters } from "./model.js";

/** A component of a mixture as a flat view shows it: the exact marginal along the view's axes. */
export interface ProjectedComponent {
  readonly weight: number;
  /** Its mean along each axis. */
  readonly mean: Float64Array;
  /** axes x axes by rows: its covariance along the axes. */
  readonly covariance: Float64Array;
}

/**
 * The components in a view by principal components: mean `U^T (mean - centre)` and covariance `U^T covariance U`.
 *
 * @throws InputError if the view is of another number of columns
 */
export function project(model: GaussianMixture, view: PrincipalComponents): ProjectedComponent[] {
  const { dimension } = model.config;
  requireInput(
    view.config.dimension === dimension,
    "gaussianMixture.project",
    () => `the view has ${view.config.dimension} columns, the mixture ${dimension}`,
  );
  const { components: axes } = view.config;
  const { weights, means } = plainParameters(model.parameters);
  const centres = encode(view, { values: means, columns: dimension });
  return Array.from(weights, (weight, k) => ({
    weight,
    mean: centres.slice(k * axes, (k + 1) * axes),
    covariance: float64Scope(() => {
      const directions = matrix(view.parameters.axes.data, dimension, axes);
      const covariance = matrix(componentCovariance(model, k), dimension, dimension);
      return directions.multiply(covariance.multiply(directions), { transposeLeft: true }).toArray();
    }),
  }));
}
