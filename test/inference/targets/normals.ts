import type { LogDensity } from "pml/math";

/** Independent normals with the given means and standard deviations, normalised. */
export function normals(means: readonly number[], sds: readonly number[]): LogDensity {
  const constant = -sds.reduce((sum, sd) => sum + Math.log(sd), 0) - 0.5 * sds.length * Math.log(2 * Math.PI);
  return {
    dimension: sds.length,
    logDensityAndGradient(position, gradient) {
      let sum = constant;
      for (let i = 0; i < sds.length; i++) {
        const z = (position[i]! - means[i]!) / sds[i]!;
        sum -= 0.5 * z * z;
        gradient[i] = -z / sds[i]!;
      }
      return sum;
    },
  };
}

export const standardNormal = (dimension: number): LogDensity =>
  normals(new Array(dimension).fill(0), new Array(dimension).fill(1));

/** A normal of mean 0 with every pair of coordinates correlated by `correlation` and unit variances. */
export function equicorrelated(dimension: number, correlation: number): LogDensity {
  // (1 - c) I + c 1 1^T has the inverse (I - c / (1 + c (d - 1)) 1 1^T) / (1 - c)
  const shared = correlation / (1 + correlation * (dimension - 1));
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += position[i]!;
      let logDensity = 0;
      for (let i = 0; i < dimension; i++) {
        gradient[i] = -(position[i]! - shared * sum) / (1 - correlation);
        logDensity += 0.5 * position[i]! * gradient[i]!;
      }
      return logDensity;
    },
  };
}
