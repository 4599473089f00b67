import { InputError, requireFinite, requireInteger, requireLength } from "../support/index.js";
import {
  factorInPlace,
  logDeterminant,
  solveLowerInPlace,
  solveLowerTransposedInPlace,
} from "./triangular.js";

/**
 * What may be added to the diagonal of a matrix that has no Cholesky factor: nothing is tried first, then each amount
 * in order. What was used stands in the result.
 */
export interface JitterPolicy {
  readonly amounts: readonly number[];
}

/** The default everywhere: a matrix that is not positive definite is an error. */
export const noJitter: JitterPolicy = { amounts: [] };

/**
 * Tries these amounts in order (absolute, in the unit of the matrix), after having tried none.
 *
 * @throws InputError unless the amounts are positive, finite and increasing
 */
export function tryJitters(...amounts: readonly number[]): JitterPolicy {
  const isIncreasing = amounts.every(
    (amount, i) => Number.isFinite(amount) && amount > (amounts[i - 1] ?? 0),
  );
  if (!isIncreasing)
    throw new InputError("tryJitters", `wants positive increasing amounts, got ${amounts.join(", ")}`, {
      amounts,
    });
  return { amounts };
}

/** The factor L of `A + jitter I = L L^T`. */
export interface Cholesky {
  readonly size: number;
  /** Row-major size x size, zeros above the diagonal. */
  readonly lower: Float64Array;
  /** What was added to the diagonal: 0 unless the policy allowed more and it was needed. */
  readonly jitter: number;
}

/** A matrix without a Cholesky factor, with what is needed to find out why. */
export class NotPositiveDefiniteError extends InputError {
  constructor(
    functionName: string,
    /** Index of the first row whose pivot was not above rounding noise, in the last attempt. */
    readonly pivotIndex: number,
    /** That pivot; at most about `size 2^-52` times the diagonal entry, or not a number. */
    readonly pivot: number,
    /** The jitters tried; the first is always 0. */
    readonly jittersTried: readonly number[],
    /** The parameters that made the matrix, if it was made from any. */
    readonly parameters: Readonly<Record<string, number>>,
  ) {
    const names = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
    super(
      functionName,
      `the matrix is not positive definite: pivot ${pivotIndex} is ${pivot} (jitter tried: ${jittersTried.join(", ")}${
        names.length > 0 ? `; parameters: ${names.join(", ")}` : ""
      })`,
      { pivotIndex, pivot, jittersTried, parameters },
    );
  }
}

/** Settings of {@link cholesky}. */
export interface CholeskyOptions {
  /** {@link noJitter} unless said otherwise. */
  readonly jitter?: JitterPolicy;
  /** The function named in an error. */
  readonly caller?: string;
  /** The parameters named in an error. */
  readonly parameters?: Readonly<Record<string, number>>;
}

/**
 * The Cholesky factor of a symmetric positive definite matrix. Costs n^3 / 3 for each jitter tried.
 *
 * @param matrix row-major size x size; only its lower triangle is read
 * @throws NotPositiveDefiniteError if no jitter of the policy helps
 * @throws InputError if the length is not size x size or an entry is not finite
 */
export function cholesky(matrix: Float64Array, size: number, options: CholeskyOptions = {}): Cholesky {
  const { jitter = noJitter, caller = "cholesky", parameters = {} } = options;
  requireInteger(caller, "size", size, 1);
  requireLength(caller, "matrix", matrix.length, size * size);
  requireFinite(caller, "matrix", matrix);
  const tried = [0, ...jitter.amounts];
  let lower = matrix;
  let failure = -1;
  for (const amount of tried) {
    lower = lowerTriangleOf(matrix, size, amount);
    failure = factorInPlace(lower, size);
    if (failure < 0) return { size, lower, jitter: amount };
  }
  throw new NotPositiveDefiniteError(caller, failure, lower[failure * size + failure]!, tried, parameters);
}

function lowerTriangleOf(matrix: Float64Array, size: number, addedToDiagonal: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) lower[i * size + j] = matrix[i * size + j]!;
    lower[i * size + i]! += addedToDiagonal;
  }
  return lower;
}

/** `A^-1 b` for each column of b (row-major size x columns), as a new array. */
export function solve(factor: Cholesky, b: ArrayLike<number>, columns = 1): Float64Array {
  requireLength("solve", "b", b.length, factor.size * columns);
  const solution = Float64Array.from(b);
  solveLowerInPlace(factor.lower, factor.size, solution, columns);
  solveLowerTransposedInPlace(factor.lower, factor.size, solution, columns);
  return solution;
}

/** `ln |A|` in nats. */
export function logDeterminantOf(factor: Cholesky): number {
  return logDeterminant(factor.lower, factor.size);
}
