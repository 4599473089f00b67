/** Measures of fit: densities and probabilities in nats, their common scales, and comparisons of models. */

// distributions of one variable
export { bernoulliLogProbability, logit, logSigmoid, sigmoid, softplus } from "./bernoulli.js";
// autoencoders: the bound, the marginal likelihood behind it, and what it lies between
export { bernoulliCeiling, meanImageFloor, type ReferenceLevel } from "./binary-references.js";
// common scales
export { bitsPerDimension, natsOnPixelScale } from "./bits-per-dimension.js";
// classes and clusters
export { adjustedRandIndex, type Contingency, normalisedMutualInformation, purity } from "./clustering.js";
export { contingencyTable } from "./contingency-table.js";
export {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
} from "./continuous-bernoulli.js";
// models with a latent code: the bound and its tightening
export {
  importanceLogWeights,
  importanceWeightedBound,
  type WeightInputs,
} from "./importance-weighted-bound.js";
export { KdTree } from "./kd-tree.js";
export { type LatentGridRule, logMarginalByQuadrature } from "./latent-quadrature.js";
export {
  type LogNormalMoments,
  logNormalCdf,
  logNormalLogDensity,
  logNormalLogDensityGradient,
  logNormalMoments,
  logNormalQuantile,
} from "./log-normal.js";
// sums of logarithms
export { logMeanExp, logSumExp } from "./log-sum-exp.js";
export {
  leaveOneOutLabels,
  type NeighbourAccuracy,
  type NeighbourOptions,
  nearestLabels,
  nearestNeighbourAccuracy,
} from "./nearest-neighbours.js";
export {
  normalCdf,
  normalKl,
  normalLogCdf,
  normalLogDensity,
  normalLogUpperTail,
  normalQuantile,
  normalUpperTail,
} from "./normal.js";
// samples, and two models on the same images
export { comparePaired, type PairedComparison, type TestResult } from "./paired-comparison.js";
export { median, quantiles } from "./quantile.js";
export { evaluateVae, type VaeEvaluation } from "./vae-evaluation.js";
