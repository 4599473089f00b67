import { requireInput, requireLength } from "../support/index.js";

/** Rows of bytes that these are moments of. */
export interface ByteRows {
  /** count x dimension, row by row. */
  readonly values: Uint8Array;
  readonly dimension: number;
}

/** Sums over some rows of bytes: whole numbers, hence exact, and small where most columns are 0. */
export interface ByteMoments {
  readonly count: number;
  /** Of how many columns the rows have. */
  readonly dimension: number;
  /** Those that are not 0 everywhere, ascending. */
  readonly columns: Uint16Array;
  /** Sum of each of these columns. */
  readonly sums: Uint32Array;
  /** Sums of products of two of them, row after row of the lower triangle. */
  readonly products: Uint32Array;
}

/** So many squares of 255 are below 2^32. */
const mostRows = Math.floor((2 ** 32 - 1) / 255 ** 2);

/**
 * Sums and sums of products of some rows.
 *
 * @param rows indices of the rows
 * @param besides indices of rows that are not counted, but whose columns are to be among those of the result
 * @throws InputError for more than 66,051 rows, whose sums would not fit
 */
export function byteMoments(
  { values, dimension }: ByteRows,
  rows: readonly number[],
  besides: readonly number[] = [],
): ByteMoments {
  const caller = "byteMoments";
  requireInput(rows.length <= mostRows, caller, () => `takes ${mostRows} rows at most, got ${rows.length}`);
  const isUsed = new Uint8Array(dimension);
  for (const row of [...rows, ...besides])
    for (let j = 0; j < dimension; j++) if (values[row * dimension + j] !== 0) isUsed[j] = 1;
  const columns = Uint16Array.from([...isUsed.keys()].filter((j) => isUsed[j] === 1));
  const place = new Int32Array(dimension);
  columns.forEach((column, i) => {
    place[column] = i;
  });
  const sums = new Uint32Array(columns.length);
  const products = new Uint32Array((columns.length * (columns.length + 1)) / 2);
  const [places, levels] = [new Int32Array(dimension), new Int32Array(dimension)];
  for (const row of rows) {
    let inked = 0;
    for (let j = 0; j < dimension; j++) {
      const value = values[row * dimension + j]!;
      if (value === 0) continue;
      places[inked] = place[j]!;
      levels[inked++] = value;
    }
    for (let a = 0; a < inked; a++) {
      const first = (places[a]! * (places[a]! + 1)) / 2;
      const level = levels[a]!;
      sums[places[a]!]! += level;
      for (let b = 0; b <= a; b++) products[first + places[b]!]! += level * levels[b]!;
    }
  }
  return { count: rows.length, dimension, columns, sums, products };
}

/** A component of a mixture by its moments: columns that never vary have no covariance with any other. */
export interface SparseMoments {
  /** Rows that it stands for. */
  readonly weight: number;
  /** [dimension]. */
  readonly mean: Float64Array;
  /** Columns that vary, ascending; the others are 0 in every row. */
  readonly columns: Uint16Array;
  /** Their covariance, divided by the weight; of the n x n by rows the lower triangle is filled. */
  readonly covariance: Float64Array;
}

/**
 * Mean and covariance of rows that count wholly and of others that count by a share, as in the M step of a mixture:
 * `mean = sum r x / sum r`, `covariance = sum r (x - mean)(x - mean)^T / sum r`. Of the whole ones it is taken in whole numbers and is exact to a
 * rounding; nothing cancels.
 *
 * @param shared rows, and the share of each
 */
export function weightedMoments(
  whole: ByteMoments,
  shared: ByteRows & { readonly shares: ArrayLike<number> },
): SparseMoments {
  const { count, columns, sums, products, dimension } = whole;
  requireLength("weightedMoments", "values", shared.values.length, shared.shares.length * dimension);
  const n = columns.length;
  const row = (r: number) => Float64Array.from(columns, (column) => shared.values[r * dimension + column]!);
  const rows = Array.from({ length: shared.shares.length }, (_, r) => row(r));
  const shares = Float64Array.from(shared.shares);
  const weight = shares.reduce((sum, share) => sum + share, count);
  const mean = Float64Array.from(sums);
  for (const [r, values] of rows.entries()) for (let i = 0; i < n; i++) mean[i]! += shares[r]! * values[i]!;
  for (let i = 0; i < n; i++) mean[i]! /= weight;
  const covariance = new Float64Array(n * n);
  const ofWhole = Float64Array.from(sums, (sum, i) => (count > 0 ? sum / count - mean[i]! : 0));
  for (let i = 0, place = 0; i < n; i++)
    for (let j = 0; j <= i; j++, place++) {
      // below 2^53: whole
      const scatter = count > 0 ? (count * products[place]! - sums[i]! * sums[j]!) / count : 0;
      covariance[i * n + j] = scatter + count * ofWhole[i]! * ofWhole[j]!;
    }
  for (const [r, values] of rows.entries()) {
    const share = shares[r]!;
    const centred = values.map((value, i) => value - mean[i]!);
    for (let i = 0; i < n; i++) {
      const scaled = share * centred[i]!;
      for (let j = 0; j <= i; j++) covariance[i * n + j]! += scaled * centred[j]!;
    }
  }
  for (let p = 0; p < covariance.length; p++) covariance[p]! /= weight;
  const full = new Float64Array(dimension);
  columns.forEach((column, i) => {
    full[column] = mean[i]!;
  });
  return { weight, mean: full, columns, covariance };
}
