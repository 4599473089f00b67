/**
 * The library's one policy for matrices that are nearly singular, used by every Cholesky factor that is solved with
 * (docs/conditioning.md says it in words).
 *
 * A positive pivot proves nothing: rounding makes pivots positive that are 0. What counts is the smallest eigenvalue of the
 * matrix with its diagonal scaled to 1 (its correlation matrix), since Cholesky's errors do not depend on the scale of a row
 * (van der Sluis 1969; Higham 2002, section 10.1): of solutions and quadratic forms about `size 2^-53` over that
 * eigenvalue is lost. It is estimated from the factor, and only where a pivot makes it doubtful.
 */

/** A pivot below this share of its diagonal entry makes the conditioning worth an estimate; above, eight digits are sure. */
export const doubtfulPivot = 1e-8;

/**
 * An independent variance of at least this share of the largest diagonal entry, added to each (the noise of observations), bounds the
 * smallest eigenvalue: no estimate is needed.
 */
export const sureShare = 1e-10;

const unitRoundoff = 2 ** -53;

/** How well the entries of a matrix are known. */
export type EntryRounding =
  /** Each to a few units in the last place: kernels, given numbers. */
  | "computed"
  /** Sums over rows of data, in which rounding adds up. */
  | "summed";

/** The smallest eigenvalue of a correlation matrix of this size that is not taken for rounding. */
export function leastEigenvalue(size: number, entries: EntryRounding = "computed"): number {
  return Math.max(entries === "summed" ? 1e-12 : 1e-14, 4 * size * unitRoundoff);
}

/** Whether a factor has a pivot that is small beside its diagonal entry. Costs 2 n. */
export function isDoubtful(pivotRoots: Float64Array, diagonal: Float64Array): boolean {
  return pivotRoots.some((root, i) => !(root * root >= doubtfulPivot * diagonal[i]!));
}

/** Enough for one digit of an eigenvalue that lies far below the others, which is the case of interest. */
const iterations = 3;

/**
 * The smallest eigenvalue of the correlation matrix of `A = L L^T`, from its factor: inverse iteration from a start
 * that grows in the first solve (Cline, Moler, Stewart and Wilkinson 1979). Never below the true one, at most 3 times as large where that is
 * below 1e-5 (what is taken for rounding lies far lower, see {@link leastEigenvalue}); costs about 4 n^2.
 *
 * @param lower L, row-major size x size
 */
export function smallestEigenvalue(lower: Float64Array, size: number): number {
  const scales = rowNorms(lower, size);
  // every row divided by its norm: the factor of the correlation matrix
  const vector = growingSolution(lower, size, scales);
  let eigenvalue = 1;
  for (let round = 0; round < iterations; round++) {
    if (round > 0) solveForwards(lower, size, scales, vector);
    solveBackwards(lower, size, scales, vector);
    const length = normalise(vector);
    if (!Number.isFinite(length)) return 0;
    if (round > 0) eigenvalue = Math.min(eigenvalue, 1 / length);
  }
  return eigenvalue;
}

/** Whether a factor may be solved with, as far as its smallest eigenvalue can tell. */
export function isWellConditioned(
  lower: Float64Array,
  size: number,
  entries: EntryRounding = "computed",
): boolean {
  return smallestEigenvalue(lower, size) >= leastEigenvalue(size, entries);
}

/**
 * About the error that rounding leaves in `y^T A^-1 y`: entries of A are known to a few units in the last place of
 * `sqrt(A_ii A_jj)`, and a perturbation E changes the form by `a^T E a`, `a = A^-1 y`.
 *
 * @param diagonalRoots sqrt(A_ii) of each row
 */
export function quadraticFormError(a: Float64Array, diagonalRoots: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += diagonalRoots[i]! * Math.abs(a[i]!);
  return 4 * unitRoundoff * sum * sum;
}

/** Whether a log density with this estimated error is still an answer: to a hundredth of a nat, or four digits. */
export function isAccurate(logDensity: number, error: number): boolean {
  return error <= 0.01 || error <= 1e-4 * Math.abs(logDensity);
}

/** Square roots of the diagonal of `L L^T`. */
export function rowNorms(lower: Float64Array, size: number): Float64Array {
  const norms = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += lower[i * size + j]! * lower[i * size + j]!;
    norms[i] = Math.sqrt(sum);
  }
  return norms;
}

/** `L^-1 b` for the scaled factor, with each b_i chosen from -1 and 1 so that the solution grows. */
function growingSolution(lower: Float64Array, size: number, scales: Float64Array): Float64Array {
  const solution = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = 0; k < i; k++) sum += lower[i * size + k]! * solution[k]!;
    sum /= scales[i]!;
    solution[i] = ((sum > 0 ? -1 : 1) - sum) / (lower[i * size + i]! / scales[i]!);
  }
  normalise(solution);
  return solution;
}

function solveForwards(lower: Float64Array, size: number, scales: Float64Array, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]! * scales[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * b[k]!;
    b[i] = sum / lower[i * size + i]!;
  }
}

function solveBackwards(lower: Float64Array, size: number, scales: Float64Array, b: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    const solved = b[i]! / lower[i * size + i]!;
    for (let k = 0; k < i; k++) b[k]! -= lower[i * size + k]! * solved;
    b[i] = solved * scales[i]!;
  }
}

/** Divides by the length, and returns it. */
function normalise(vector: Float64Array): number {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return length;
}
