/** Mathematics that knows no model: distributions of one variable, special functions, sums of logarithms, quantiles, small dense linear algebra, maximisation. */

export { argsort } from "./argsort.js";
export { bernoulliLogProbability, logit, logSigmoid, sigmoid, softplus } from "./bernoulli.js";
export { chiSquareUpperTail, testUniformity, type UniformityTest } from "./chi-square.js";
export {
  type Cholesky,
  type CholeskyOptions,
  cholesky,
  type JitterPolicy,
  NotPositiveDefiniteError,
  noJitter,
  choleskySolve,
  tryJitterShares,
  tryJitters,
} from "./cholesky.js";
export {
  doubtfulPivot,
  isAccurate,
  isWellConditioned,
  quadraticFormError,
  rowNorms,
  sureShare,
  isDoubtful,
  leastEigenvalue,
  smallestEigenvalue,
} from "./conditioning.js";
export {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
} from "./continuous-bernoulli.js";
export { euclideanDistance, isSafeSquare, squaredDistance, nearestOf } from "./euclidean.js";
export { digamma } from "./digamma.js";
export { holm } from "./holm.js";
export { hotellingTest, type JointTest } from "./hotelling.js";
export { betaQuantile } from "./incomplete-beta.js";
export { type LatentGrid, latentGrid, type SecondAxis } from "./latent-grid.js";
export { type Maximum, type MaximiseOptions, maximise } from "./lbfgs.js";
export type { LogDensity } from "./log-density.js";
export { logGamma } from "./log-gamma.js";
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
export { safeUnitOf, safeUnit } from "./safe-unit.js";
export { upperTailOfSignedRanks } from "./signed-rank-distribution.js";
export type { MeanDifference } from "./mean-difference.js";
export { orthogonalTriangle } from "./orthogonal-triangle.js";
export { pairedTest } from "./paired.js";
export { studentTQuantile } from "./student-t.js";
export { median, quantileOfSorted, quantiles } from "./quantile.js";
export {
  factorInPlace,
  solveLowerInPlace,
  solveLowerTransposedInPlace,
  factorAndSolve,
  invertLowerTransposed,
  logDeterminant,
} from "./triangular.js";
export { meanOf, varianceOf, meanFrom, squaresAboutMean } from "./moments.js";
export { type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.js";
export { welchTest } from "./welch.js";
