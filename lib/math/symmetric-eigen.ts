import { InputError, requireFinite, requireLength } from "../support/index.js";

/** Eigenvalues in descending order, and the eigenvectors as COLUMNS of a matrix by rows: `vectors[i * n + k]` is entry i of the k-th. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Sweeps over all pairs; quadratic convergence needs some six to ten. */
const mostSweeps = 60;

/**
 * Eigen-decomposition of a small symmetric matrix by Jacobi's rotations, cyclic by rows (Golub and Van Loan 2013, section 8.5):
 * `A = V diag(values) V^T`. O(n^3) a sweep; small eigenvalues come with a small error relative to the largest.
 *
 * @param matrix n x n by rows, symmetric; its lower triangle is read
 * @throws InputError for a wrong length or entries that are not finite
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): SymmetricEigen {
  requireLength("symmetricEigen", "matrix", matrix.length, n * n);
  requireFinite("symmetricEigen", "matrix", matrix);
  const a = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return matrix[i >= j ? at : j * n + i]!;
  });
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; offDiagonal(a, n) > 0; sweep++) {
    if (sweep === mostSweeps)
      throw new InputError("symmetricEigen", `no convergence in ${mostSweeps} sweeps`);
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  const order = Array.from({ length: n }, (_, k) => k).sort((x, y) => a[y * n + y]! - a[x * n + x]!);
  return {
    values: Float64Array.from(order, (k) => a[k * n + k]!),
    vectors: Float64Array.from({ length: n * n }, (_, at) => vectors[at - (at % n) + order[at % n]!]!),
  };
}

/** The sum of the magnitudes off the diagonal that are not lost in rounding beside the diagonal. */
function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const size = Math.abs(a[i * n + j]!);
      if (size > Number.EPSILON * Math.sqrt(Math.abs(a[i * n + i]! * a[j * n + j]!))) sum += size;
    }
  }
  return sum;
}

/** Turns the plane of p and q so that the entry between them vanishes. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const between = a[p * n + q]!;
  if (between === 0) return;
  const half = (a[q * n + q]! - a[p * n + p]!) / (2 * between);
  // the smaller of both angles; for a huge `half` its square would overflow
  const tangent = Math.sign(half || 1) / (Math.abs(half) + Math.hypot(1, half));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cosine, sine);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cosine, sine);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q, cosine, sine);
}

function turn(a: Float64Array, at: number, other: number, cosine: number, sine: number): void {
  const [x, y] = [a[at]!, a[other]!];
  a[at] = cosine * x - sine * y;
  a[other] = sine * x + cosine * y;
}
