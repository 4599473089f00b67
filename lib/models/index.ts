/** Density models of images, their training, and the checkpoints that keep what was trained. */

export { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
export { type Codes, decode, encode, sampleCodes } from "./vae/codes.js";
export {
  type AutoencoderConfig,
  buildAutoencoder,
  type ConvolutionalVaeConfig,
  countParameters,
  reportConvolutionalVae,
  reportVae,
  type VaeConfig,
} from "./vae/networks.js";
export type { LikelihoodConfig, PixelScale } from "./vae/likelihood.js";
export { continuousBernoulliQuantile, sampleAutoencoder, type VaeSample } from "./vae/sampling.js";
export { checkpointPath, type ReuseOptions, trainedAutoencoder, trainingKey } from "./vae/reuse.js";
export {
  type BoundParts,
  type EpochRecord,
  reportTraining,
  type TrainedAutoencoder,
  type TrainingHooks,
  type TrainingOptions,
  type TrainingState,
  trainAutoencoder,
} from "./vae/training.js";
// rows to fit and to evaluate, their moments and principal axes
export { countRows, imageRows, type Observations } from "./observations.js";
export {
  columnMeans,
  computeMoments,
  type DegreesOfFreedom,
  dequantisationVariance,
  dequantisedMoments,
  type Moments,
} from "./moments.js";
export type { ParameterArray } from "./parameter-array.js";
export { type PrincipalAxes, principalAxes, type SignRule } from "./principal-axes.js";
export {
  fitPrincipalComponents,
  type PrincipalComponents,
  projectOnComponents,
} from "./principal-component-projection.js";
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
export { fitProbabilisticPcaToRows, type PcaRowsOptions } from "./probabilistic-pca/fit-rows.js";
export {
  type BoundTerms,
  pcaBoundTerms,
  pcaLogLikelihood,
  pcaLogLikelihoodOfScatter,
  scatterAbout,
} from "./probabilistic-pca/log-likelihood.js";
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
export { type MixtureRecipe, type MixtureReuse, trainedMixture } from "./gaussian-mixture/reuse.js";
export { type MixtureSample, sampleComponent, sampleMixture } from "./gaussian-mixture/sampling.js";
export { hardResponsibilities, mostProbable } from "./gaussian-mixture/start.js";
// k-means
export { fitKMeans, type KMeans, type KMeansHooks, type KMeansOptions, nearestCenters } from "./k-means.js";
// mixtures of factor analysers
export {
  evaluateFactorMixture,
  type FactorMixtureEvaluation,
} from "./factor-mixture/density.js";
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
export { sampleFactorMixture, sampleFactors } from "./factor-mixture/sampling.js";
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
