/** Mixtures of Gaussians by EM: `import * as gaussianMixture from "pml/models/gaussian-mixture"`. */

export { decode, type ReconstructionKind, reconstructionError } from "./codes.js";
export type { MixtureOptions, MixtureStart } from "./config.js";
export {
  certainShare,
  type EvaluationHooks,
  evaluate,
  logDensity,
  type MixtureEvaluation,
} from "./density.js";
export { fit, type MixtureHooks, type MixtureState } from "./fit.js";
export { type ClassConfig, fitClasses } from "./fit-classes.js";
export { type FlatDirections, flatDirections } from "./flat-directions.js";
export { conditionalMeans, straightLine } from "./interpolation.js";
export { fitOrLoad, type MixtureRecipe } from "./kept.js";
export {
  type CovarianceType,
  componentCovariance,
  type GaussianMixture,
  type MixtureConfig,
  type StartOutcome,
} from "./model.js";
export { MixturePacking } from "./packed.js";
export { type ProjectedComponent, project } from "./projection.js";
export { type MixtureSample, sample, sampleComponent } from "./sample.js";
export { hardResponsibilities } from "./start.js";
