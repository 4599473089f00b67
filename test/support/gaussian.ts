import { Random } from "pml/random";

/** Gauss-Jordan elimination on a copy: the inverse and the logarithm of the determinant, straight from the definition. */
export function invert(
  matrix: Float64Array,
  size: number,
): { inverse: Float64Array; logDeterminant: number } {
  const a = matrix.slice();
  const inverse = Float64Array.from(a, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  let logDeterminant = 0;
  for (let pivot = 0; pivot < size; pivot++) {
    const value = a[pivot * size + pivot]!;
    logDeterminant += Math.log(value);
    for (let j = 0; j < size; j++) {
      a[pivot * size + j]! /= value;
      inverse[pivot * size + j]! /= value;
    }
    for (let i = 0; i < size; i++) {
      const factor = a[i * size + pivot]!;
      if (i === pivot || factor === 0) continue;
      for (let j = 0; j < size; j++) {
        a[i * size + j]! -= factor * a[pivot * size + j]!;
        inverse[i * size + j]! -= factor * inverse[pivot * size + j]!;
      }
    }
  }
  return { inverse, logDeterminant };
}

/** ln N(x; mean, covariance) with the inverse written out. */
export function denseLogDensity(
  x: ArrayLike<number>,
  mean: ArrayLike<number>,
  covariance: Float64Array,
): number {
  const size = mean.length;
  const { inverse, logDeterminant } = invert(covariance, size);
  let quadratic = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      quadratic += (x[i]! - mean[i]!) * inverse[i * size + j]! * (x[j]! - mean[j]!);
  }
  return -0.5 * (size * Math.log(2 * Math.PI) + logDeterminant + quadratic);
}

/** Rows of a correlated normal distribution with a mean far from 0. */
export function correlatedRows(count: number, columns: number, seed: number): Float64Array {
  const random = Random.from(seed).split("correlated rows");
  const mixing = random.fillNormal(new Float64Array(columns * columns));
  const rows = new Float64Array(count * columns);
  for (let i = 0; i < count; i++) {
    const draws = random.fillNormal(new Float64Array(columns));
    for (let j = 0; j < columns; j++) {
      let value = 10 + j;
      for (let k = 0; k < columns; k++) value += mixing[j * columns + k]! * draws[k]!;
      rows[i * columns + j] = value;
    }
  }
  return rows;
}
