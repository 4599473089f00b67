import { requireInteger, requireLength } from "../support/index.js";
import { scope, type Tensor } from "./engine.js";
import { TensorMatrix } from "./float64-kernels.js";
import { SmallMatrix } from "./float64-small.js";

/** Eigenvalues in descending order and the eigenvectors as columns in the same order. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** Which operands of a product are transposed first. */
export interface ProductOptions {
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
}

/** What a Cholesky factor is for. */
export type FactorPurpose = "solve" | "draw";

/**
 * A dense matrix of doubles that never changes. Where it is kept, and who computes with it, is its own affair:
 * TensorFlow's kernels for large ones, plain TypeScript for small ones; the two can be mixed in one expression.
 *
 * Element-wise operations take a matrix of the same shape, a row (1 x columns), a column (rows x 1) or a number.
 * Every operation throws an `InputError` that shows both shapes where they do not fit.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** The entries by rows, exact to the bit, as a copy. */
  toArray(): Float64Array;
  /** The matrix product `this right`. */
  multiply(right: Matrix, options?: ProductOptions): Matrix;
  plus(other: Matrix | number): Matrix;
  minus(other: Matrix | number): Matrix;
  times(other: Matrix | number): Matrix;
  dividedBy(other: Matrix | number): Matrix;
  /** Every entry squared. */
  squared(): Matrix;
  /** The sum of each row, rows x 1. */
  rowSums(): Matrix;
  /** The sum of each column, 1 x columns. */
  columnSums(): Matrix;
  transposed(): Matrix;
  /** The diagonal of a square matrix. */
  diagonal(): Float64Array;
  /** Rows `start` to `end` (exclusive). */
  rowRange(start: number, end: number): Matrix;
  /** Columns `start` to `end` (exclusive). */
  columnRange(start: number, end: number): Matrix;
  /** The rows at `indices`, in this order, repetition allowed. */
  selectRows(indices: Int32Array): Matrix;
  /**
   * Lower-triangular L with L L^T = this; only the lower triangle is read.
   *
   * @param purpose "solve" (default) wants a well-conditioned matrix (docs/conditioning.md); to "draw", to be multiplied by standard
   *   normal numbers, the factor need only exist
   * @throws InputError if the matrix is not positive definite, or nearly singular
   */
  cholesky(purpose?: FactorPurpose): Matrix;
  /** Solves `this X = right` (or `this^T X = right`) for a lower-triangular matrix; its upper triangle is not read. */
  solveLower(right: Matrix, transpose?: boolean): Matrix;
  /** Eigenvalues and eigenvectors of a symmetric matrix; only the lower triangle is read. */
  symmetricEigen(): SymmetricEigen;
}

/** Up to so many entries a matrix is kept in plain memory: there a call of TensorFlow costs more than it saves. */
const smallSize = 4096;

/** Where a matrix is kept: by its size, or as told. */
export type Place = "by size" | "tensorflow" | "small";

/**
 * A matrix of the given doubles, which are copied. Matrices of TensorFlow belong to the {@link float64Scope} they are made in.
 *
 * @param values `rows * columns` entries by rows; bytes (grey values) become doubles
 * @throws InputError if the number of entries is not rows x columns
 */
export function matrix(
  values: Float64Array | Uint8Array,
  rows: number,
  columns: number,
  place: Place = "by size",
): Matrix {
  requireInteger("matrix", "rows", rows, 1);
  requireInteger("matrix", "columns", columns, 1);
  requireLength("matrix", `values of a ${rows} x ${columns} matrix`, values.length, rows * columns);
  const isSmall = place === "small" || (place === "by size" && values.length <= smallSize);
  return isSmall
    ? SmallMatrix.of(Float64Array.from(values), rows, columns)
    : TensorMatrix.of(values, rows, columns);
}

/** The identity matrix. */
export function identity(size: number, place: Place = "by size"): Matrix {
  requireInteger("identity", "size", size, 1);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return matrix(values, size, size, place);
}

function tensorsOf(outcome: unknown, found: Tensor[] = []): Tensor[] {
  if (outcome instanceof TensorMatrix) found.push(outcome.tensor);
  else if (Array.isArray(outcome)) for (const item of outcome) tensorsOf(item, found);
  else if (
    outcome !== null &&
    typeof outcome === "object" &&
    Object.getPrototypeOf(outcome) === Object.prototype
  ) {
    for (const item of Object.values(outcome)) tensorsOf(item, found);
  }
  return found;
}

/**
 * Runs `body` and frees the memory of every matrix made in it, except those in its result (alone, or in arrays and plain
 * records), which pass to the surrounding scope. `body` must be synchronous.
 */
export function float64Scope<Result>(body: () => Result): Result {
  return scope(() => {
    const result = body();
    return { result, survivors: tensorsOf(result) };
  }).result;
}

/** Takes matrices out of all scopes: they live until {@link disposeMatrices}. */
export function keepMatrix<Kept extends Matrix>(kept: Kept): Kept {
  if (kept instanceof TensorMatrix) kept.keep();
  return kept;
}

/** Frees matrices that were kept. Freeing twice is harmless. */
export function disposeMatrices(...matrices: readonly Matrix[]): void {
  for (const each of matrices) if (each instanceof TensorMatrix) each.dispose();
}
