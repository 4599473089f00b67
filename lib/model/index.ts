/** Models by their mathematics: parameters with constraints, distributions, and what is made of their draws. */

// a model
export { type Model, type ModelOptions, model, type NamedDraws } from "./model.js";
export { type ModelRun, sampleModel, withNames } from "./sample-model.js";
export type { Factor } from "./factor.js";
export type { Generated, Term, Terms } from "./trace.js";

// parameters and their constraints
export {
  correlationCholesky,
  interval,
  matrix,
  ordered,
  type Parameter,
  type Parameters,
  positive,
  type Quantities,
  type QuantityRows,
  real,
  simplex,
  vector,
} from "./parameters.js";

// distributions of numbers
export {
  beta,
  cauchy,
  exponential,
  gamma,
  inverseGamma,
  logNormal,
  normal,
  studentT,
  uniform,
} from "./distributions/continuous.js";
export {
  bernoulli,
  bernoulliLogit,
  binomial,
  binomialLogit,
  categorical,
  negativeBinomial,
  poisson,
  poissonLog,
} from "./distributions/discrete.js";

// distributions of vectors and matrices
export { dirichlet, lkjCholesky, multivariateNormal } from "./distributions/multivariate.js";

// what a model predicts
export {
  logLikelihood,
  type Predictive,
  type PriorDraws,
  posteriorPredictive,
  priorPredictive,
} from "./predictive.js";

// how well it predicts
export {
  type LeaveOneOut,
  loo,
  looOfLogLikelihood,
  type PredictiveAccuracy,
  relativeEfficiency,
  waic,
  waicOfLogLikelihood,
} from "./loo.js";
export { paretoSmooth, type SmoothedWeights } from "./pareto-smoothing.js";

// what models are written in
export * from "../autodiff/index.js";
