/**
 * Squared Euclidean distance of two rows, from their differences: nothing cancels.
 *
 * @param aStart place of the row's first coordinate in `a`, `bStart` in `b`
 */
export function squaredDistance(
  a: ArrayLike<number>,
  aStart: number,
  b: ArrayLike<number>,
  bStart: number,
  columns: number,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const difference = a[aStart + j]! - b[bStart + j]!;
    sum += difference * difference;
  }
  return sum;
}

/** Squares outside have lost digits, or everything. */
const smallestSquare = 2 ** -960;

/** Whether a sum of squares is neither so small nor so large that a square in it may have left the range of doubles. */
export const isSafeSquare = (sum: number): boolean => sum > smallestSquare && sum < Number.POSITIVE_INFINITY;

/** Euclidean distance of two rows, also where its square is no double. */
export function euclideanDistance(
  a: ArrayLike<number>,
  aStart: number,
  b: ArrayLike<number>,
  bStart: number,
  columns: number,
): number {
  const sum = squaredDistance(a, aStart, b, bStart, columns);
  if (isSafeSquare(sum)) return Math.sqrt(sum);
  let largest = 0;
  for (let j = 0; j < columns; j++)
    // halves, since a difference may be no double either
    largest = Math.max(largest, Math.abs(a[aStart + j]! / 2 - b[bStart + j]! / 2));
  if (largest < 2 ** -1000) return tinyDistance(a, aStart, b, bStart, columns);
  let scaled = 0;
  for (let j = 0; j < columns; j++) scaled += ((a[aStart + j]! / 2 - b[bStart + j]! / 2) / largest) ** 2;
  return 2 * largest * Math.sqrt(scaled);
}

/** Of rows whose differences are too small to be halved. */
function tinyDistance(
  a: ArrayLike<number>,
  aStart: number,
  b: ArrayLike<number>,
  bStart: number,
  columns: number,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += ((a[aStart + j]! - b[bStart + j]!) * 2 ** 900) ** 2;
  return Math.sqrt(sum) / 2 ** 900;
}

/**
 * The nearest of some rows to one, and its distance: the first of equals. Distances are compared by their squares, or
 * themselves where squares leave the range of doubles.
 */
export function nearestOf(
  a: ArrayLike<number>,
  aStart: number,
  rows: ArrayLike<number>,
  columns: number,
  candidates: readonly number[],
): number {
  const squares = candidates.map((row) => squaredDistance(a, aStart, rows, row * columns, columns));
  const keys = squares.every(isSafeSquare)
    ? squares
    : candidates.map((row) => euclideanDistance(a, aStart, rows, row * columns, columns));
  return candidates[keys.reduce((best, key, i) => (key < keys[best]! ? i : best), 0)]!;
}
