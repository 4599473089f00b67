import { cholesky, choleskySolve, type LogDensity, logDeterminant } from "pml/math";

/** ln N(x; mean, covariance), all constants kept. */
export function gaussian(mean: readonly number[], covariance: readonly (readonly number[])[]): LogDensity {
  const dimension = mean.length;
  const factor = cholesky(Float64Array.from(covariance.flat()), dimension);
  const constant = -0.5 * (logDeterminant(factor.lower, dimension) + dimension * Math.log(2 * Math.PI));
  const identity = Float64Array.from({ length: dimension ** 2 }, (_, i) =>
    i % (dimension + 1) === 0 ? 1 : 0,
  );
  const precision = choleskySolve(factor, identity, dimension);
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      let quadratic = 0;
      for (let i = 0; i < dimension; i++) {
        let sum = 0;
        for (let j = 0; j < dimension; j++) sum += precision[i * dimension + j]! * (position[j]! - mean[j]!);
        gradient[i] = -sum;
        quadratic += sum * (position[i]! - mean[i]!);
      }
      return constant - 0.5 * quadratic;
    },
  };
}
