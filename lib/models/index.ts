/** Density models of images, their training, and the checkpoints that keep what was trained. */

export { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "./common/checkpoint.js";
export { type Codes, decode, encode, sampleCodes } from "./vae/codes.js";
export {
  type AutoencoderConfig,
  buildAutoencoder,
  type ConvolutionalVaeConfig,
  countParameters,
  type VaeConfig,
  initialParameters,
} from "./vae/model.js";
export type { LikelihoodConfig, PixelScale } from "./vae/likelihood.js";
export { continuousBernoulliQuantile, sampleAutoencoder, type VaeSample } from "./vae/sample.js";
export { checkpointPath, type ReuseOptions, trainedAutoencoder, trainingKey } from "./vae/kept.js";
export {
  type BoundParts,
  type EpochRecord,
  type TrainedAutoencoder,
  type TrainingHooks,
  type TrainingOptions,
  type TrainingState,
  trainAutoencoder,
} from "./vae/fit.js";
// rows to fit and to evaluate, their moments and principal axes
export { countRows, imageRows, type Observations } from "./common/observations.js";
export {
  columnMeans,
  computeMoments,
  type DegreesOfFreedom,
  dequantisationVariance,
  dequantisedMoments,
  type Moments,
} from "./common/moments.js";
export type { ParameterArray } from "./common/parameter-array.js";
export { type PrincipalAxes, principalAxes, type SignRule } from "./common/principal-axes.js";
export {
  fitPrincipalComponents,
  type PrincipalComponents,
  projectOnComponents,
} from "./principal-components/fit.js";
// probabilistic PCA
export {
  type CodePosterior,
  codePosterior,
  decodeCodes,
  type PcaSample,
  projectionCodes,
  reconstructionError,
  samplePca,
  samplePosteriorCodes,
  samplingError,
} from "./probabilistic-pca/codes.js";
export { fitProbabilisticPcaByEm, type PcaEmOptions } from "./probabilistic-pca/em.js";
export { fitProbabilisticPcaToRows, type PcaRowsOptions } from "./probabilistic-pca/fit.js";
export {
  type BoundTerms,
  pcaBoundTerms,
  pcaLogLikelihood,
  pcaLogLikelihoodOfScatter,
  scatterAbout,
} from "./probabilistic-pca/density.js";
export {
  fitProbabilisticPca,
  type PcaIteration,
  type ProbabilisticPca,
  type ProbabilisticPcaConfig,
  pcaCovariance,
} from "./probabilistic-pca/model.js";
// Gaussian mixture
export {
  certainShare,
  type EvaluationHooks,
  evaluateMixture,
  type InformationCriteria,
  informationCriteria,
  type MixtureEvaluation,
  mixtureReconstructionError,
  type ReconstructionKind,
  reconstructFromMixture,
} from "./gaussian-mixture/evaluation.js";
export { fitGaussianMixture, type MixtureHooks, type MixtureState } from "./gaussian-mixture/fit.js";
export { type FlatDirections, flatDirections } from "./gaussian-mixture/flat-directions.js";
export { conditionalMeans, straightLine } from "./gaussian-mixture/interpolation.js";
export {
  type CovarianceType,
  componentCovariance,
  type GaussianMixture,
  type MixtureConfig,
  type MixtureIteration,
  type MixtureParameters,
  mixtureParameterCount,
  mixtureParameters,
  type StartOutcome,
} from "./gaussian-mixture/model.js";
export { type ClassOptions, mixtureOfClasses } from "./gaussian-mixture/of-classes.js";
export type { MixtureOptions, MixtureStart } from "./gaussian-mixture/options.js";
export { type ProjectedComponent, projectMixture } from "./gaussian-mixture/projection.js";
export { type MixtureRecipe, type MixtureReuse, trainedMixture } from "./gaussian-mixture/kept.js";
export { type MixtureSample, sampleComponent, sampleMixture } from "./gaussian-mixture/sample.js";
export { hardResponsibilities, mostProbable } from "./gaussian-mixture/start.js";
// k-means
export {
  fitKMeans,
  type KMeans,
  type KMeansHooks,
  type KMeansOptions,
  nearestCenters,
} from "./k-means/fit.js";
// mixtures of factor analysers
export { evaluateFactorMixture, type FactorMixtureEvaluation } from "./factor-mixture/density.js";
export {
  type FactorMixtureHooks,
  type FactorMixtureOptions,
  type FactorMixtureState,
  fitFactorMixture,
} from "./factor-mixture/fit.js";
export type {
  FactorMixture,
  FactorMixtureConfig,
  FactorMixtureParameters,
  FactorNoise,
} from "./factor-mixture/model.js";
export { sampleFactorMixture, sampleFactors } from "./factor-mixture/sample.js";
// mixtures of binary images
export {
  type BernoulliMixtureHooks,
  type BernoulliMixtureOptions,
  bernoulliMixtureLogLikelihood,
  fitBernoulliMixture,
} from "./bernoulli-mixture/fit.js";
export {
  type BernoulliMixture,
  type BernoulliMixtureConfig,
  type BernoulliMixtureParameters,
  sampleBernoulliMixture,
} from "./bernoulli-mixture/model.js";

// between the rooms
export {
  type NearestRows,
  type NearestRowsOptions,
  type NeighbourTest,
  nearestNeighbourTest,
  nearestRows,
} from "./common/nearest-rows.js";
export { bernoulliCeiling, meanImageFloor, type ReferenceLevel } from "./vae/evaluation/binary-references.js";
export { evaluateVae, type VaeEvaluation } from "./vae/evaluation/bound.js";
export {
  importanceLogWeights,
  importanceWeightedBound,
  type WeightInputs,
} from "./vae/evaluation/importance-weighted-bound.js";
export {
  type LatentGridRule,
  logMarginalByQuadrature,
  type QuadratureHooks,
} from "./vae/evaluation/latent-quadrature.js";
export { type LocatedBound, locatedImportanceBound } from "./vae/evaluation/located-importance-bound.js";
export {
  logMarginalByRefinedQuadrature,
  type RefinedGridRule,
  type RefinedMarginal,
  refinedGrid,
} from "./vae/evaluation/refined-quadrature.js";
export { turnParameters } from "./vae/half-turn.js";
export { heldImages } from "./vae/pixels.js";
export { TrainingSteps } from "./vae/training-step.js";
export { elboWithGradients } from "./vae/elbo.js";
