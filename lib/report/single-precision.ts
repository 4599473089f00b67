import { requireLength } from "../support/index.js";

/**
 * Whether a symmetric matrix has a Cholesky factor in single precision: every operation rounded to 24 bits, as the report's library
 * computes; no pivot may be 0 or below.
 *
 * @param matrix row-major `size x size`
 */
export function hasSingleFactor(matrix: ArrayLike<number>, size: number): boolean {
  requireLength("hasSingleFactor", "matrix", matrix.length, size * size);
  const lower = new Float32Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = Math.fround(matrix[i * size + j]!);
      for (let k = 0; k < j; k++)
        sum = Math.fround(sum - Math.fround(lower[i * size + k]! * lower[j * size + k]!));
      if (i === j && !(sum > 0)) return false;
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!;
    }
  return true;
}
