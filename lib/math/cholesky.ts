import { InputError, requireFinite, requireInteger, requireLength } from "../support/index.js";
import { isDoubtful, leastEigenvalue, rowNorms, smallestEigenvalue } from "./conditioning.js";
import { factorInPlace, solveLowerInPlace, solveLowerTransposedInPlace } from "./triangular.js";

/**
 * What may be added to the diagonal of a matrix that has no Cholesky factor, or none that may be solved with: nothing is
 * tried first, then each amount in order. What was used stands in the result.
 */
export interface JitterPolicy {
  readonly amounts: readonly number[];
  /** Whether the amounts are in the unit of the matrix (default) or shares of its largest diagonal entry. */
  readonly unit?: "absolute" | "share";
}

/** The default everywhere: a matrix that is not positive definite, or nearly singular, is an error. */
export const noJitter: JitterPolicy = { amounts: [] };

/**
 * Tries these amounts in order (absolute, in the unit of the matrix), after having tried none.
 *
 * @throws InputError unless the amounts are positive, finite and increasing
 */
export function tryJitters(...amounts: readonly number[]): JitterPolicy {
  requireAmounts("tryJitters", amounts);
  return { amounts };
}

/**
 * Tries these shares of the largest diagonal entry in order, after having tried none: the same whatever the unit of the data.
 *
 * @throws InputError unless the shares are positive, finite and increasing
 */
export function tryJitterShares(...shares: readonly number[]): JitterPolicy {
  requireAmounts("tryJitterShares", shares);
  return { amounts: shares, unit: "share" };
}

function requireAmounts(caller: string, amounts: readonly number[]): void {
  const isIncreasing = amounts.every(
    (amount, i) => Number.isFinite(amount) && amount > (amounts[i - 1] ?? 0),
  );
  if (!isIncreasing)
    throw new InputError(caller, `wants positive increasing amounts, got ${amounts.join(", ")}`, {
      amounts,
    });
}

/** The factor L of `A + jitter I = L L^T`. */
export interface Cholesky {
  readonly size: number;
  /** Row-major size x size, zeros above the diagonal. */
  readonly lower: Float64Array;
  /** What was added to the diagonal: 0 unless the policy allowed more and it was needed. */
  readonly jitter: number;
}

/** A matrix without a Cholesky factor, or with one that must not be solved with, and what is needed to find out why. */
export class NotPositiveDefiniteError extends InputError {
  constructor(
    functionName: string,
    /** Index of the first row whose pivot was not above rounding noise in the last attempt; of the smallest pivot, if all were. */
    readonly pivotIndex: number,
    /** That pivot. */
    readonly pivot: number,
    /** The jitters tried; the first is always 0. */
    readonly jittersTried: readonly number[],
    /** The parameters that made the matrix, if it was made from any. */
    readonly parameters: Readonly<Record<string, number>>,
    /** What is wrong with a factor that was found. */
    problem?: string,
  ) {
    const names = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
    super(
      functionName,
      `${problem ?? `the matrix is not positive definite: pivot ${pivotIndex} is ${pivot}`} (jitter tried: ${jittersTried.join(", ")}${
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
  /**
   * What the factor is for. To be solved with ("solve", the default) it must be well-conditioned (docs/conditioning.md); to be
   * multiplied by standard normal numbers ("draw") it need only exist.
   */
  readonly purpose?: "solve" | "draw";
  /** What else is wrong with a factor, if anything is: then the next jitter is tried. */
  readonly problemOf?: (factor: Cholesky) => string | undefined;
}

/**
 * The Cholesky factor of a symmetric positive definite matrix. Costs n^3 / 3 for each jitter tried, and n^2 where a small pivot
 * makes an estimate of the conditioning necessary.
 *
 * @param matrix row-major size x size; only its lower triangle is read
 * @throws NotPositiveDefiniteError if no jitter of the policy helps
 * @throws InputError if the length is not size x size or an entry is not finite
 */
export function cholesky(matrix: Float64Array, size: number, options: CholeskyOptions = {}): Cholesky {
  const { jitter = noJitter, caller = "cholesky", parameters = {}, purpose = "solve", problemOf } = options;
  requireInteger(caller, "size", size, 1);
  requireLength(caller, "matrix", matrix.length, size * size);
  requireFinite(caller, "matrix", matrix);
  const unit = jitter.unit === "share" ? largestDiagonal(matrix, size) : 1;
  const tried = [0, ...jitter.amounts.map((amount) => amount * unit)];
  let lower = matrix;
  let failure = -1;
  let problem: string | undefined;
  for (const amount of tried) {
    lower = lowerTriangleOf(matrix, size, amount);
    failure = factorInPlace(lower, size);
    if (failure >= 0) {
      problem = undefined;
      continue;
    }
    const factor = { size, lower, jitter: amount };
    problem = (purpose === "solve" ? nearlySingular(factor, matrix) : undefined) ?? problemOf?.(factor);
    if (problem === undefined) return factor;
  }
  const pivotIndex = failure >= 0 ? failure : smallestPivot(lower, size);
  const entry = lower[pivotIndex * size + pivotIndex]!;
  const pivot = failure >= 0 ? entry : entry * entry;
  throw new NotPositiveDefiniteError(caller, pivotIndex, pivot, tried, parameters, problem);
}

/** Says so if the factor must not be solved with. */
function nearlySingular({ lower, size, jitter }: Cholesky, matrix: Float64Array): string | undefined {
  const roots = diagonalOf(lower, size);
  const diagonal = diagonalOf(matrix, size).map((entry) => entry + jitter);
  if (!isDoubtful(roots, diagonal)) return undefined;
  const eigenvalue = smallestEigenvalue(lower, size);
  const least = leastEigenvalue(size);
  if (eigenvalue >= least) return undefined;
  return `the matrix is nearly singular: the smallest eigenvalue of its correlation matrix is about ${eigenvalue.toPrecision(2)}, wanted is ${least.toPrecision(2)} or more`;
}

const diagonalOf = (matrix: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => matrix[i * size + i]!);

/** The largest diagonal entry; 1 if none is above 0. */
function largestDiagonal(matrix: Float64Array, size: number): number {
  const largest = diagonalOf(matrix, size).reduce((most, entry) => Math.max(most, entry), 0);
  return largest > 0 ? largest : 1;
}

function smallestPivot(lower: Float64Array, size: number): number {
  const norms = rowNorms(lower, size);
  const shares = diagonalOf(lower, size).map((root, i) => root / norms[i]!);
  return shares.reduce((best, share, i) => (share < shares[best]! ? i : best), 0);
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
export function choleskySolve(factor: Cholesky, b: ArrayLike<number>, columns = 1): Float64Array {
  requireLength("choleskySolve", "b", b.length, factor.size * columns);
  const solution = Float64Array.from(b);
  solveLowerInPlace(factor.lower, factor.size, solution, columns);
  solveLowerTransposedInPlace(factor.lower, factor.size, solution, columns);
  return solution;
}
