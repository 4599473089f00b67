/**
 * Dense factorisation and triangular solves on row-major Float64Arrays, without checks: the inner loops of
 * this room. Only the lower triangle (with the diagonal) of a symmetric matrix or of a factor is read and written.
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

/**
 * Writes L of `A + noise I = L L^T`, the diagonal of A multiplied by `scale` before, into `lower` and `L^-1 b` into `solution`: to the bit what {@link factorInPlace} and
 * {@link solveLowerInPlace} give, but a row in one loop, for a matrix of a few rows spends its time on beginnings of loops.
 *
 * @param a packed, row after row of the lower triangle
 * @returns whether all pivots are above rounding noise; if not, the work stops there
 */
export function factorAndSolve(
  a: Float64Array,
  scale: number,
  noise: number,
  b: Float64Array,
  lower: Float64Array,
  solution: Float64Array,
): boolean {
  const size = b.length;
  const rounding = size * pivotNoise;
  for (let i = 0, place = 0; i < size; i++) {
    const rowI = i * size;
    let right = b[i]!;
    let pivot = a[place + i]! * scale + noise;
    const diagonal = pivot;
    for (let j = 0, rowJ = 0; j < i; j++, place++, rowJ += size) {
      let entry = a[place]!;
      for (let k = 0; k < j; k++) entry -= lower[rowI + k]! * lower[rowJ + k]!;
      entry /= lower[rowJ + j]!;
      lower[rowI + j] = entry;
      pivot -= entry * entry;
      right -= entry * solution[j]!;
    }
    place++;
    // written so that NaN and Infinity fail too
    if (!(pivot > rounding * diagonal && pivot < Number.POSITIVE_INFINITY)) return false;
    const root = Math.sqrt(pivot);
    lower[rowI + i] = root;
    solution[i] = right / root;
  }
  return true;
}

/**
 * Replaces B (n x columns, row-major) by `L^-1 B`. Costs n^2 columns. Four rows above are taken away in one go, one after the other: the
 * same roundings as row by row, a third of the reading and writing.
 */
export function solveLowerInPlace(lower: Float64Array, size: number, b: Float64Array, columns = 1): void {
  for (let i = 0, row = 0; i < size; i++, row += columns) {
    const factors = i * size;
    const end = row + columns;
    let k = 0;
    for (; k + 3 < i; k += 4) {
      const f0 = lower[factors + k]!;
      const f1 = lower[factors + k + 1]!;
      const f2 = lower[factors + k + 2]!;
      const f3 = lower[factors + k + 3]!;
      let a0 = k * columns;
      let a1 = a0 + columns;
      let a2 = a1 + columns;
      let a3 = a2 + columns;
      for (let at = row; at < end; at++)
        b[at] = b[at]! - f0 * b[a0++]! - f1 * b[a1++]! - f2 * b[a2++]! - f3 * b[a3++]!;
    }
    for (; k < i; k++) {
      const factor = lower[factors + k]!;
      let above = k * columns;
      for (let at = row; at < end; at++) b[at]! -= factor * b[above++]!;
    }
    const pivot = lower[factors + i]!;
    for (let at = row; at < end; at++) b[at]! /= pivot;
  }
}

/** Replaces B (n x columns, row-major) by `L^-T B`. Costs n^2 columns. */
export function solveLowerTransposedInPlace(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  columns = 1,
): void {
  if (columns === 1) {
    solveLowerTransposedOne(lower, size, b);
    return;
  }
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

function solveLowerTransposedOne(lower: Float64Array, size: number, b: Float64Array): void {
  for (let i = size - 1, row = i * size; i >= 0; i--, row -= size) {
    const solved = b[i]! / lower[row + i]!;
    b[i] = solved;
    for (let k = 0; k < i; k++) b[k]! -= lower[row + k]! * solved;
  }
}

/**
 * Writes `L^-T` into the upper triangle of `target`: each row a column of `L^-1`, from the diagonal on. Costs n^3 / 3.
 *
 * Two columns at a time: a sum alone waits for each subtraction before the next.
 */
export function invertLowerTransposed(lower: Float64Array, size: number, target: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    const inversePivot = 1 / lower[rowI + i]!;
    let j = 0;
    for (let rowJ = 0; j + 1 < i; j += 2, rowJ += 2 * size) {
      const next = rowJ + size;
      let sum = 0 - lower[rowI + j]! * target[rowJ + j]!;
      let nextSum = 0;
      for (let k = j + 1; k < i; k++) {
        const entry = lower[rowI + k]!;
        sum -= entry * target[rowJ + k]!;
        nextSum -= entry * target[next + k]!;
      }
      target[rowJ + i] = sum * inversePivot;
      target[next + i] = nextSum * inversePivot;
    }
    if (j < i) target[j * size + i] = (0 - lower[rowI + j]! * target[j * size + j]!) * inversePivot;
    target[rowI + i] = inversePivot;
  }
}

/** `ln |A| = 2 sum_i ln L_ii`. */
export function logDeterminant(lower: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(lower[i * size + i]!);
  return 2 * sum;
}
