/** Measures of fit: densities and probabilities in nats, their common scales, and comparisons of models. */

// distributions of one variable
export { bernoulliLogProbability, logit, logSigmoid, sigmoid, softplus } from "./bernoulli.js";
export {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
} from "./continuous-bernoulli.js";
export {
  normalCdf,
  normalKl,
  normalLogCdf,
  normalLogDensity,
  normalLogUpperTail,
  normalQuantile,
  normalUpperTail,
} from "./normal.js";
export {
  type LogNormalMoments,
  logNormalCdf,
  logNormalLogDensity,
  logNormalLogDensityGradient,
  logNormalMoments,
  logNormalQuantile,
} from "./log-normal.js";

// sums of logarithms, and common scales
export { logGamma } from "./log-gamma.js";
export { logMeanExp, logSumExp } from "./log-sum-exp.js";
export { bitsPerDimension, natsOnPixelScale } from "./bits-per-dimension.js";
export { type MeanWithError, meanWithError } from "./mean-with-error.js";
export { type LevelScore, levelScore } from "./level-score.js";
export { type BinaryScore, binaryScore } from "./binary-score.js";

// autoencoders: the bound, the marginal likelihood behind it, and what both lie between
export { evaluateVae, type VaeEvaluation } from "./vae-evaluation.js";
export {
  importanceLogWeights,
  importanceWeightedBound,
  type WeightInputs,
} from "./importance-weighted-bound.js";
export {
  type LatentGridRule,
  logMarginalByQuadrature,
  type QuadratureHooks,
} from "./latent-quadrature.js";
export {
  logMarginalByRefinedQuadrature,
  type RefinedGridRule,
  type RefinedMarginal,
  refinedGrid,
} from "./refined-quadrature.js";
export { type LocatedBound, locatedImportanceBound } from "./located-importance-bound.js";
export { bernoulliCeiling, meanImageFloor, type ReferenceLevel } from "./binary-references.js";

// two models on the same images, and samples
export { comparePaired, type PairedComparison, type TestResult } from "./paired-comparison.js";
export { median, quantiles } from "./quantile.js";

// classes and clusters
export {
  leaveOneOutLabels,
  type NeighbourAccuracy,
  type NeighbourOptions,
  nearestLabels,
  nearestNeighbourAccuracy,
} from "./nearest-neighbours.js";
export { KdTree } from "./kd-tree.js";
export { adjustedRandIndex, type Contingency, normalisedMutualInformation, purity } from "./clustering.js";
export { contingencyTable } from "./contingency-table.js";
export { type WorstShare, worstShare } from "./worst-share.js";
export {
  type NearestRows,
  type NearestRowsOptions,
  type NeighbourTest,
  nearestNeighbourTest,
  nearestRows,
} from "./nearest-rows.js";
