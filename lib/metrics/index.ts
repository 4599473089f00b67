/** Measures of fit: densities and probabilities in nats, their common scales, and comparisons of models. */

export { bernoulliLogProbability, logit, logSigmoid, sigmoid, softplus } from "./bernoulli.js";
export { bitsPerDimension, natsOnPixelScale } from "./bits-per-dimension.js";
export { adjustedRandIndex, type Contingency, normalisedMutualInformation, purity } from "./clustering.js";
export { contingencyTable } from "./contingency-table.js";
export {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
} from "./continuous-bernoulli.js";
export { KdTree } from "./kd-tree.js";
export {
  importanceLogWeights,
  importanceWeightedBound,
  type WeightInputs,
} from "./importance-weighted-bound.js";
export { type LatentGridRule, logMarginalByQuadrature } from "./latent-quadrature.js";
export {
  type LogNormalMoments,
  logNormalCdf,
  logNormalLogDensity,
  logNormalLogDensityGradient,
  logNormalMoments,
  logNormalQuantile,
} from "./log-normal.js";
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
export { comparePaired, type PairedComparison, type TestResult } from "./paired-comparison.js";
export { median, quantiles } from "./quantile.js";
export { evaluateVae, type VaeEvaluation } from "./vae-evaluation.js";
