/**
 * Density models of images. What they share is here; each model has a door of its own, to be imported as a namespace with the same names in
 * each (docs/api-habits.md): `import * as gaussianMixture from "pml/models/gaussian-mixture"`.
 */

// fits: rows, moments, parameters, hooks
export { countRows, imageRows, type Observations } from "./common/observations.js";
export {
  columnMeans,
  computeMoments,
  type DegreesOfFreedom,
  dequantisationVariance,
  type SampleMoments,
} from "./common/moments.js";
export type { SignRule } from "./common/principal-axes.js";
export { type ParameterArray, parameterArray } from "./common/parameter-array.js";
export type { EmIteration } from "./common/convergence.js";
export type { FitHooks } from "./common/fit-hooks.js";
// what is kept
export { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "./common/checkpoint.js";
export { fitOrLoad, type KeepOptions, type KeptFile, type KeptPlaces, keptFile } from "./common/kept-fit.js";
export type { ModelProvenance, ModelShelf, Packing } from "./common/model-shelf.js";
// samples beside data
export {
  type NearestRows,
  type NearestRowsOptions,
  type NeighbourTest,
  nearestNeighbourTest,
  nearestRows,
} from "./common/nearest-rows.js";
// the models' records
export type { BernoulliMixture, BernoulliMixtureConfig } from "./bernoulli-mixture/index.js";
export type { FactorMixture, FactorMixtureConfig } from "./factor-mixture/index.js";
export type {
  GaussianMixture,
  MixtureConfig,
  MixtureEvaluation,
  MixtureOptions,
  MixtureRecipe,
  MixtureState,
} from "./gaussian-mixture/index.js";
export type { KMeans, KMeansConfig } from "./k-means/index.js";
export type {
  LatentTree,
  LatentTreeConfig,
  LatentTreeOptions,
  LatentTreeRecipe,
} from "./latent-tree/index.js";
export type { PrincipalComponents } from "./principal-components/index.js";
export type { ProbabilisticPca, ProbabilisticPcaConfig } from "./probabilistic-pca/index.js";
export type {
  AutoencoderConfig,
  AutoencoderFit,
  AutoencoderRecipe,
  BoundParts,
  ConvolutionalVaeConfig,
  EpochRecord,
  LikelihoodConfig,
  RefinedGridRule,
  RefinedMarginal,
  TrainedAutoencoder,
  TrainingOptions,
  TrainingState,
  VaeConfig,
} from "./vae/index.js";
export { bernoulliCeiling, meanImageFloor } from "./vae/evaluation/binary-references.js";
export { buildAutoencoder, countParameters } from "./vae/model.js";
export { importanceWeightedBound } from "./vae/evaluation/importance-weighted-bound.js";
export { logMarginalByQuadrature } from "./vae/evaluation/latent-quadrature.js";
