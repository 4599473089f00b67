/** Variational autoencoders of images: `import * as vae from "pml/models/vae"`. */

export { type Codes, decode, encode, reconstruct, sampleCodes } from "./codes.js";
export { type DensityOptions, logDensity } from "./density.js";
export { bernoulliCeiling, meanImageFloor, type ReferenceLevel } from "./evaluation/binary-references.js";
export { evaluate, type VaeEvaluation } from "./evaluation/bound.js";
export { type BoundByPixel, boundByPixel } from "./evaluation/bound-by-pixel.js";
export { importanceWeightedBound } from "./evaluation/importance-weighted-bound.js";
export {
  type LatentGridRule,
  logMarginalByQuadrature,
  type QuadratureHooks,
} from "./evaluation/latent-quadrature.js";
export { type LocatedBound, locatedImportanceBound } from "./evaluation/located-importance-bound.js";
export {
  logMarginalByRefinedQuadrature,
  type RefinedGridRule,
  type RefinedMarginal,
  refinedGrid,
} from "./evaluation/refined-quadrature.js";
export {
  type AutoencoderFit,
  type BoundParts,
  type EpochRecord,
  fit,
  shapedParameters,
  type TrainedAutoencoder,
  type TrainingOptions,
  type TrainingState,
} from "./fit.js";
export { halfTurnParameters } from "./half-turn.js";
export { type AutoencoderRecipe, fitOrLoad } from "./kept.js";
export type { LikelihoodConfig, PixelScale } from "./likelihood.js";
export {
  type Autoencoder,
  type AutoencoderConfig,
  buildAutoencoder,
  type ConvolutionalVaeConfig,
  countParameters,
  initialParameters,
  type VaeConfig,
} from "./model.js";
export { type Orientation, orient, orientations, orientCodes } from "./orientation.js";
export { heldImages } from "./pixels.js";
export { sample, type VaeSample } from "./sample.js";
export { TrainingSteps } from "./training-step.js";
