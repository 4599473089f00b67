import {
  InputError,
  requireFinite,
  requireInput,
  requireLength,
  requireSymmetric,
} from "../../support/index.js";
import type { EmIteration } from "../common/convergence.js";
import { type ParameterArray, parameterArray } from "../common/parameter-array.js";

/** The shape that the components' covariances are held to. */
export type CovarianceType =
  /** One matrix for each component. */
  | "full"
  /** One variance for each component and column. */
  | "diagonal"
  /** One matrix for all components. */
  | "tied"
  /** One variance for each component. */
  | "spherical";

/** Whether covariances of the type have entries off their diagonal. */
export function isMatrixType(type: CovarianceType): boolean {
  return type === "full" || type === "tied";
}

/** The numbers of a mixture. K components, D columns. */
export interface MixtureParameters {
  /** [K], sum 1. */
  readonly weights: Float64Array;
  /** [K, D]. */
  readonly means: Float64Array;
  /** full [K, D, D], diagonal [K, D], tied [D, D], spherical [K]: variances and covariances, never deviations. */
  readonly covariances: Float64Array;
}

/** What a mixture was fitted as. */
export interface MixtureConfig {
  readonly components: number;
  readonly dimension: number;
  readonly covarianceType: CovarianceType;
  /** Added to every variance in every M step, in the squared unit of the data. */
  readonly regularisation: number;
  /** EM stops when the mean log-likelihood changes by less than this, in nats per row. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly starts: number;
  /** Where EM began. */
  readonly start: "k-means" | "responsibilities" | "means" | "parameters";
}

/** How one start ended. */
export interface StartOutcome {
  readonly start: number;
  readonly meanLogLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * `p(x) = sum_k weight_k N(x; mean_k, covariance_k)`, fitted. A plain record; `parameters` holds `weights` [K], `means` [K, D] and
 * `covariances` in the shape of {@link MixtureParameters}.
 */
export interface GaussianMixture {
  readonly kind: "gaussian-mixture";
  readonly config: MixtureConfig;
  readonly parameters: Readonly<Record<keyof MixtureParameters, ParameterArray>>;
  /** The iterations of the start that was kept. */
  readonly history: readonly EmIteration[];
  /** Whether the start that was kept met the tolerance. */
  readonly converged: boolean;
  readonly outcomes: readonly StartOutcome[];
  /** What is odd about the fit, if something is: fewer distinct rows than components. */
  readonly note?: string;
}

/** The shape of the covariances of K components in D dimensions. */
function covarianceShape(type: CovarianceType, components: number, dimension: number): readonly number[] {
  if (type === "full") return [components, dimension, dimension];
  if (type === "tied") return [dimension, dimension];
  return type === "diagonal" ? [components, dimension] : [components];
}

const product = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** Parameters with their shapes. */
export function shapedParameters(
  { components, dimension, covarianceType }: MixtureConfig,
  { weights, means, covariances }: MixtureParameters,
): GaussianMixture["parameters"] {
  return {
    weights: parameterArray(weights, components),
    means: parameterArray(means, components, dimension),
    covariances: parameterArray(covariances, ...covarianceShape(covarianceType, components, dimension)),
  };
}

/** Parameters without their shapes. */
export function plainParameters({
  weights,
  means,
  covariances,
}: GaussianMixture["parameters"]): MixtureParameters {
  return { weights: weights.data, means: means.data, covariances: covariances.data };
}

/** Checks given parameters for their lengths, finite numbers, weights that are at least 0 with sum 1, and symmetric covariances. */
export function requireParameters(
  caller: string,
  { weights, means, covariances }: MixtureParameters,
  {
    components,
    dimension,
    covarianceType,
  }: Pick<MixtureConfig, "components" | "dimension" | "covarianceType">,
): void {
  requireLength(caller, "weights", weights.length, components);
  requireLength(caller, "means", means.length, components * dimension);
  const shape = covarianceShape(covarianceType, components, dimension);
  requireLength(caller, `covariances [${shape}]`, covariances.length, product(shape));
  requireFinite(caller, "weights", weights);
  requireFinite(caller, "means", means);
  requireFinite(caller, "covariances", covariances);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  requireInput(
    weights.every((weight) => weight >= 0) && Math.abs(sum - 1) < 1e-8,
    caller,
    () => `weights must be at least 0 and sum to 1, got [${weights}]`,
  );
  if (!isMatrixType(covarianceType)) return;
  const size = dimension * dimension;
  for (let first = 0; first < covariances.length; first += size) {
    const name = covarianceType === "tied" ? "covariances" : `covariances[${first / size}]`;
    requireSymmetric(caller, name, covariances.subarray(first, first + size), dimension);
  }
}

/** The covariance of one component written out, D x D by rows. */
export function componentCovariance(model: GaussianMixture, component: number): Float64Array {
  const { dimension, covarianceType, components } = model.config;
  requireInput(
    Number.isInteger(component) && component >= 0 && component < components,
    "componentCovariance",
    () => `component must be in 0..${components - 1}, got ${component}`,
  );
  const { covariances } = plainParameters(model.parameters);
  const size = dimension * dimension;
  if (covarianceType === "full") return covariances.slice(component * size, (component + 1) * size);
  if (covarianceType === "tied") return covariances.slice();
  return Float64Array.from({ length: size }, (_, i) => {
    if (i % (dimension + 1) !== 0) return 0;
    return covariances[covarianceType === "diagonal" ? component * dimension + (i % dimension) : component]!;
  });
}

/** The error for a covariance without a density. */
export function singularCovariance(caller: string, component: number | "tied", cause: string): InputError {
  const which =
    component === "tied" ? "the covariance of all components" : `the covariance of component ${component}`;
  return new InputError(
    caller,
    `${which} is not positive definite (${cause}); raise the regularisation, use fewer components, or scale the data`,
    { component },
  );
}
