import { addDiagonal, div, exp, matvec, mul, type Scalar, square } from "pml/autodiff";
import { cholesky, gamma, model, multivariateNormal, normal, poissonLog, positive, vector } from "pml/model";
import type { PosteriorData } from "./posterior.js";

/** `alpha^2 exp(-(x - x')^2 / (2 rho^2))` */
function squaredExponential(x: readonly number[], rho: Scalar, alpha: Scalar) {
  const squares = x.map((one) => x.map((other) => (one - other) ** 2));
  return mul(square(alpha), exp(mul(-0.5, div(squares, square(rho)))));
}

/** Regression on a Gaussian process; sigma is the variance of the noise. */
export function gpRegression({ x, y }: PosteriorData) {
  return model({ rho: positive(), alpha: positive(), sigma: positive() }, ({ rho, alpha, sigma }) => [
    gamma(rho, { shape: 25, rate: 4 }),
    normal(alpha, { mean: 0, sd: 2 }),
    normal(sigma, { mean: 0, sd: 1 }),
    multivariateNormal(y, { mean: 0, covariance: addDiagonal(squaredExponential(x, rho, alpha), sigma) }),
  ]);
}

/** Counts whose logarithmic rate is a Gaussian process. */
export function gpPoisson({ N, x, k }: PosteriorData) {
  const process = (rho: Scalar, alpha: Scalar) =>
    cholesky(addDiagonal(squaredExponential(x, rho, alpha), 1e-10));
  return model(
    { rho: positive(), alpha: positive(), z: vector(N) },
    ({ rho, alpha, z }) => [
      gamma(rho, { shape: 25, rate: 4 }),
      normal(alpha, { mean: 0, sd: 2 }),
      normal(z, { mean: 0, sd: 1 }),
      poissonLog(k, { logRate: matvec(process(rho, alpha), z) }),
    ],
    ({ rho, alpha, z }) => ({ f: matvec(process(rho, alpha), z) }),
  );
}
