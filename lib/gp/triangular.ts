/**
 * Dense factorisation and triangular solves on row-major Float64Arrays, in place, without checks: the inner loops of
 * this room. Only the lower triangle (with the diagonal) of a matrix is read and written.
 */

/**
 * A pivot at or below this share of its diagonal entry, times the size of the matrix, is rounding noise: the matrix is
 * not positive definite as far as doubles can tell.
 */
const pivotNoise = 2 ** -52;

/**
 * Replaces the lower triangle of a symmetric matrix by L of `A = L L^T` (Cholesky). Costs n^3 / 3.
 *
 * @returns -1, or the index of the first pivot that is not above rounding noise (the matrix is then half-done)
 */
export function factorInPlace(a: Float64Array, size: number): number {
  const noise = size * pivotNoise;
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0; j < i; j++) {
      const rowJ = j * size;
      let sum = a[rowI + j]!;
      for (let k = 0; k < j; k++) sum -= a[rowI + k]! * a[rowJ + k]!;
      a[rowI + j] = sum / a[rowJ + j]!;
    }
    const diagonal = a[rowI + i]!;
    let pivot = diagonal;
    for (let k = 0; k < i; k++) pivot -= a[rowI + k]! * a[rowI + k]!;
    // written so that NaN and Infinity fail too
    if (!(pivot > noise * diagonal && pivot < Number.POSITIVE_INFINITY)) {
      a[rowI + i] = pivot;
      return i;
    }
    a[rowI + i] = Math.sqrt(pivot);
  }
  return -1;
}

/** Replaces B (n x columns, row-major) by `L^-1 B`. Costs n^2 columns. */
export function solveLowerInPlace(lower: Float64Array, size: number, b: Float64Array, columns = 1): void {
  for (let i = 0; i < size; i++) {
    const row = i * columns;
    for (let k = 0; k < i; k++) {
      const factor = lower[i * size + k]!;
      const above = k * columns;
      for (let c = 0; c < columns; c++) b[row + c]! -= factor * b[above + c]!;
    }
    const pivot = lower[i * size + i]!;
    for (let c = 0; c < columns; c++) b[row + c]! /= pivot;
  }
}

/** Replaces B (n x columns, row-major) by `L^-T B`. Costs n^2 columns. */
export function solveLowerTransposedInPlace(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  columns = 1,
): void {
  for (let i = size - 1; i >= 0; i--) {
    const row = i * columns;
    const pivot = lower[i * size + i]!;
    for (let c = 0; c < columns; c++) b[row + c]! /= pivot;
    for (let k = 0; k < i; k++) {
      const factor = lower[i * size + k]!;
      const above = k * columns;
      for (let c = 0; c < columns; c++) b[above + c]! -= factor * b[row + c]!;
    }
  }
}

/** Writes `L^-1` into the lower triangle of `target`. Costs n^3 / 3. */
export function invertLower(lower: Float64Array, size: number, target: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    const inversePivot = 1 / lower[row + i]!;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[row + k]! * target[k * size + j]!;
      target[row + j] = sum * inversePivot;
    }
    target[row + i] = inversePivot;
  }
}

/** `ln |A| = 2 sum_i ln L_ii`. */
export function logDeterminant(lower: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(lower[i * size + i]!);
  return 2 * sum;
}
