/** Measures of fit: densities and probabilities in nats, their common scales, and comparisons of models. */

export { bernoulliLogProbability, logit, logSigmoid, sigmoid, softplus } from "./bernoulli.js";
export { bitsPerDimension, natsOnPixelScale } from "./bits-per-dimension.js";
export {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
} from "./continuous-bernoulli.js";
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
  normalCdf,
  normalKl,
  normalLogCdf,
  normalLogDensity,
  normalLogUpperTail,
  normalQuantile,
  normalUpperTail,
} from "./normal.js";
export { median, quantiles } from "./quantile.js";
export { evaluateVae, type VaeEvaluation } from "./vae-evaluation.js";
