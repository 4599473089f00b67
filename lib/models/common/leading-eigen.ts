import { Random } from "../../random/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";

/** The largest eigenvalues of a symmetric matrix, in descending order, with their eigenvectors. */
export interface LeadingEigen {
  readonly values: Float64Array;
  /** size x count by rows: one unit vector a column. */
  readonly vectors: Float64Array;
}

/** Vectors that iterate beside those that are asked for: they hold what lies next to these in the spectrum. */
const beside = 6;

/** Allowed length of `C v - l v` as a share of the largest eigenvalue. */
const tolerance = 1e-13;

/** Shorter than this share of what it was before projection, a vector is rounding error. */
const negligible = 1e-10;

/** An orthonormal basis and what the matrix makes of it, vectors by rows. */
class KrylovBasis {
  private readonly vectors: Float64Array;
  private readonly images: Float64Array;
  size = 0;

  constructor(
    private readonly operator: Matrix,
    readonly capacity: number,
  ) {
    this.vectors = new Float64Array(capacity * operator.rows);
    this.images = new Float64Array(capacity * operator.rows);
  }

  /** Takes in orthonormal rows, and returns their images. */
  append(block: Matrix): Matrix {
    const image = block.multiply(this.operator);
    this.vectors.set(block.toArray(), this.size * block.columns);
    this.images.set(image.toArray(), this.size * block.columns);
    this.size += block.rows;
    return image;
  }

  private rows(of: Float64Array): Matrix {
    const length = this.operator.rows;
    return matrix(of.subarray(0, this.size * length), this.size, length, "tensorflow");
  }

  /** What the basis does not hold of the rows, made orthonormal. Projected twice, because once leaves rounding errors. */
  newDirections(rows: Matrix): Matrix | undefined {
    const basis = this.rows(this.vectors);
    const once = rows.minus(rows.multiply(basis, { transposeRight: true }).multiply(basis));
    const twice = once.minus(once.multiply(basis, { transposeRight: true }).multiply(basis));
    return orthonormalRows(twice, rows);
  }

  /** Rayleigh and Ritz: the best approximations to the leading eigenpairs in the basis; undefined if not good enough. */
  leading(count: number): LeadingEigen | undefined {
    const vectors = this.rows(this.vectors);
    const images = this.rows(this.images);
    const projected = vectors.multiply(images, { transposeRight: true });
    const eigen = projected.symmetricEigen();
    const coefficients = eigen.vectors.columnRange(0, count);
    const values = eigen.values.slice(0, count);
    const found = coefficients.multiply(vectors, { transposeLeft: true });
    const moved = coefficients.multiply(images, { transposeLeft: true });
    const residuals = moved.minus(found.times(matrix(values, count, 1)));
    const lengths = residuals.squared().rowSums().toArray().map(Math.sqrt);
    if (!lengths.every((length) => length <= tolerance * values[0]!)) return undefined;
    return { values, vectors: found.transposed().toArray() };
  }
}

/** Rows by Gram and Schmidt, twice; undefined if one of them has (next to) no direction of its own. */
function orthonormalRows(rows: Matrix, before: Matrix): Matrix | undefined {
  const { rows: count, columns: length } = rows;
  const values = rows.toArray();
  const scales = before.squared().rowSums().toArray();
  const vectors = Array.from({ length: count }, (_, i) => values.subarray(i * length, (i + 1) * length));
  for (const [i, vector] of vectors.entries()) {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, i)) addMultiple(vector, other, -dot(vector, other));
    }
    const norm = Math.sqrt(dot(vector, vector));
    if (!(norm > negligible * Math.sqrt(scales[i]!))) return undefined;
    for (let j = 0; j < length; j++) vector[j] = vector[j]! / norm;
  }
  return matrix(values, count, length, "tensorflow");
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function addMultiple(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let j = 0; j < vector.length; j++) vector[j] = vector[j]! + factor * other[j]!;
}

/**
 * The `count` leading eigenpairs of a positive semi-definite matrix by block Lanczos iteration with full
 * orthogonalisation, from a start that is always the same: a few products with the matrix in place of its whole
 * decomposition (Golub and Van Loan 2013, section 10.3.6).
 *
 * Undefined where the whole decomposition is the better way: for small matrices, many eigenpairs, no convergence to
 * `|C v - l v| <= 1e-13 l_1` within a third of the dimensions.
 *
 * @param entries size x size by rows
 */
export function leadingEigen(entries: Float64Array, size: number, count: number): LeadingEigen | undefined {
  const width = count + beside;
  if (size < 32 * width) return undefined;
  return float64Scope(() => {
    const basis = new KrylovBasis(matrix(entries, size, size), Math.floor(size / 3));
    const start = matrix(Random.from(1).fillNormal(new Float64Array(width * size)), width, size);
    let block = orthonormalRows(start, start);
    for (let step = 1; block !== undefined && basis.size + width <= basis.capacity; step++) {
      const image = basis.append(block);
      // looking costs as much as a step
      const found = step >= 4 && step % 2 === 0 ? basis.leading(count) : undefined;
      if (found !== undefined) return found;
      block = basis.newDirections(image);
    }
    return undefined;
  });
}
