/** Gaussian processes: kernels, exact regression, hyper-parameters. */

// linear algebra
export { type MapEstimate, type MapObjective, type MapOptions, mapEstimate } from "./map-estimate.js";
export {
  type AssessedPrediction,
  type AveragedPrediction,
  assessedPrediction,
  averagedPrediction,
  type HyperDraws,
} from "./predictive.js";
export { Predictor } from "./predictor.js";
export { findGridBox, type GridBox } from "./grid-box.js";
export { GridMarginal, type Interval } from "./grid-marginal.js";
export { type HyperSummary, hyperSummary } from "./hyper-summary.js";
export { expectation, gridQuadrature, type Quadrature, type QuadratureOptions } from "./quadrature.js";

// the exam's problem
export { crossCovariance, gramMatrix, kernelValue, priorVariance } from "./gram.js";
// hyper-parameters
export { HyperPosterior, type HyperPosteriorProblem } from "./hyper-posterior.js";
export { type Inputs, type InputsLike, inputPoints } from "./inputs.js";
// exact regression
export { type JointSampler, jointSampler, priorSampler } from "./joint-sampler.js";
// covariance functions
export {
  type ArdParameters,
  ardMatern52,
  ardProfiles,
  ardRbf,
  brownian,
  constant,
  cosine,
  type Kernel,
  linear,
  matern12,
  matern32,
  matern52,
  namedParameters,
  onDimensions,
  type PairEvaluator,
  periodic,
  polynomial,
  productKernel,
  rationalQuadratic,
  rbf,
  sumKernel,
  white,
  withNamedParameters,
} from "./kernels/index.js";
export { MarginalLikelihood } from "./marginal-likelihood.js";
export {
  conditionAround,
  constantMean,
  linearMean,
  type MeanFunction,
  type RegressionAround,
  type StandardisedOutputs,
  standardiseOutputs,
} from "./mean-function.js";
export { Pairs } from "./pairs.js";
export {
  type JointPrediction,
  type Prediction,
  type PredictionTarget,
  predict,
  predictJoint,
} from "./prediction.js";
export {
  definePrior,
  exponentialPrior,
  gammaPrior,
  halfCauchyPrior,
  halfNormalPrior,
  identityTransform,
  inverseGammaPrior,
  logitTransform,
  logNormalPrior,
  logTransform,
  normalPrior,
  type Prior,
  type PriorDefinition,
  type Transform,
  uniformPrior,
} from "./priors/index.js";
export { conditionOn, type Regression, type RegressionProblem } from "./regression.js";

// between the rooms
export { asInputs, firstDuplicate } from "./inputs.js";
