import { euclideanDistance, isSafeSquare, squaredDistance } from "../../math/index.js";
import { Breather, requireInput } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import { columnMeans } from "./moments.js";
import { countRows, type Observations, requireMatchingObservations, rowRange } from "./observations.js";

const queriesAtOnce = 1000;
const rowsAtOnce = 4000;

/** For every query its nearest row. */
export interface NearestRows {
  readonly indices: Int32Array;
  /** Euclidean distances, in the unit of the values. */
  readonly distances: Float64Array;
}

/** How {@link nearestRows} searches. */
export interface NearestRowsOptions {
  /** The queries are the rows themselves, and none is its own neighbour. Default false. */
  readonly leaveOneOut?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The nearest row of each query by Euclidean distance, the first of equals. Every pair is looked at in double precision as `|q|^2 - 2 q . x + |x|^2`
 * (of doubles about the rows' mean); rows that this leaves equally near but for rounding are compared by their differences. Cost O(queries * rows *
 * columns), 60,000 images for 100 in a second.
 *
 * @throws InputError if the columns differ, or one is left out and there is no other
 */
export async function nearestRows(
  queries: Observations,
  rows: Observations,
  { leaveOneOut = false, signal }: NearestRowsOptions = {},
): Promise<NearestRows> {
  const count = requireMatchingObservations("nearestRows", queries, rows.columns);
  const available = requireMatchingObservations("nearestRows", rows, rows.columns);
  requireInput(
    !leaveOneOut || (count === available && count > 1),
    "nearestRows",
    () =>
      `leaveOneOut wants the rows themselves as queries, 2 or more, got ${count} queries and ${available} rows`,
  );
  const breather = new Breather(signal);
  const contenders = Array.from({ length: count }, () => new Contenders());
  // bytes lie near 0
  const origin = rows.values instanceof Uint8Array ? undefined : columnMeans(rows);
  for (let first = 0; first < count; first += queriesAtOnce) {
    const end = Math.min(count, first + queriesAtOnce);
    for (let start = 0; start < available; start += rowsAtOnce) {
      await breather.breathe();
      const stop = Math.min(available, start + rowsAtOnce);
      const { squares, errors } = blockOf(queries, [first, end], rows, [start, stop], origin);
      for (let query = first, place = 0; query < end; query++, place += stop - start) {
        const own = leaveOneOut ? query - start : -1;
        const some = squares.subarray(place, place + stop - start);
        contenders[query]!.offer(some, start, errors[query - first]!, own);
      }
    }
  }
  const queryValues = ownUnits(queries);
  const rowValues = ownUnits(rows);
  const indices = Int32Array.from(contenders, (each, query) =>
    each.nearest(rowValues, () => queryValues(query)),
  );
  const distances = Float64Array.from(indices, (row, query) =>
    euclideanDistance(queryValues(query), 0, rowValues(row), 0, rows.columns),
  );
  return { indices, distances };
}

/** The rows of which each may be the nearest to one query, as far as rounded squared distances can tell. */
class Contenders {
  private least = Number.POSITIVE_INFINITY;
  private rows: number[] = [];
  private lowerBounds: number[] = [];

  /**
   * Takes in some rows from `start` on by their squared distances, which rounding has changed by at most `error`; the one at
   * place `own` is left out.
   */
  offer(squares: Float64Array, start: number, error: number, own: number): void {
    let { least } = this;
    for (let i = 0; i < squares.length; i++) {
      const square = squares[i]!;
      // written so that what is not a number stays in question
      if (square - error > least || i === own) continue;
      this.rows.push(start + i);
      this.lowerBounds.push(square - error);
      if (square + error < least) least = square + error;
    }
    this.least = least;
    const isLeft = this.lowerBounds.map((bound) => !(bound > least));
    this.rows = this.rows.filter((_, i) => isLeft[i]);
    this.lowerBounds = this.lowerBounds.filter((_, i) => isLeft[i]);
  }

  nearest(rowAt: (row: number) => Float64Array, queryValues: () => Float64Array): number {
    if (this.rows.length === 1) return this.rows[0]!;
    const query = queryValues();
    const columns = query.length;
    const squares = this.rows.map((row) => squaredDistance(query, 0, rowAt(row), 0, columns));
    const keys = squares.every(isSafeSquare)
      ? squares
      : this.rows.map((row) => euclideanDistance(query, 0, rowAt(row), 0, columns));
    return this.rows[keys.reduce((best, key, i) => (key < keys[best]! ? i : best), 0)]!;
  }
}

/** Reads rows as doubles, offset and divisor applied. */
function ownUnits({ values, columns, offset = 0, divisor = 1 }: Observations) {
  return (row: number): Float64Array => {
    const own = new Float64Array(columns);
    for (let j = 0, at = row * columns; j < columns; j++, at++) own[j] = (values[at]! + offset) / divisor;
    return own;
  };
}

/** Squared distances of some queries from some rows, and for each query what rounding can make of them. */
function blockOf(
  queries: Observations,
  [first, end]: readonly [number, number],
  rows: Observations,
  [start, stop]: readonly [number, number],
  origin: Float64Array | undefined,
) {
  const { columns } = rows;
  return float64Scope(() => {
    const centred = (values: Matrix) =>
      origin === undefined ? values : values.minus(matrix(origin, 1, columns));
    const some = centred(rowRange(queries, first, end));
    const others = centred(rowRange(rows, start, stop));
    const norms = some.squared().rowSums();
    const otherNorms = others.squared().rowSums();
    const longest = otherNorms.toArray().reduce((a, b) => Math.max(a, b), 0);
    const unit = (columns + 8) * 2 ** -51;
    return {
      squares: squaredDistances(some, norms, others, otherNorms).toArray(),
      errors: norms.toArray().map((norm) => unit * (norm + longest) + columns * 2 ** -1060),
    };
  });
}

function squaredDistances(queries: Matrix, norms: Matrix, rows: Matrix, rowNorms: Matrix): Matrix {
  const products = queries.multiply(rows, { transposeRight: true }).times(-2);
  return products.plus(norms).plus(rowNorms.transposed());
}

/** How well the nearest neighbour tells two sets of images apart. */
export interface NeighbourTest {
  /** Images of both sets. */
  readonly count: number;
  /** Share of images whose nearest neighbour is of their own set: 1/2 if the sets cannot be told apart, 1 if always. */
  readonly accuracy: number;
  /** sqrt(a (1 - a) / n) of the accuracy, as if the images' outcomes were independent. */
  readonly standardError: number;
  /** The same share among the first set and among the second. */
  readonly onFirst: number;
  readonly onSecond: number;
}

/**
 * Two-sample test by a classifier (Lopez-Paz and Oquab 2017) that needs no training: the leave-one-out accuracy of the nearest
 * neighbour in the union of both sets. Below 1/2 on one side means that it copies the other: a model that has memorised its
 * training images, or one whose samples all lie close to few of them.
 *
 * @throws InputError unless both sets have the same number of rows, 2 or more, of the same columns
 */
export async function nearestNeighbourTest(
  first: Observations,
  second: Observations,
  { signal }: Pick<NearestRowsOptions, "signal"> = {},
): Promise<NeighbourTest> {
  const { columns } = first;
  const caller = "nearestNeighbourTest";
  const each = requireMatchingObservations(caller, first, columns);
  requireMatchingObservations(caller, second, columns);
  requireInput(
    countRows(second) === each && each > 1,
    caller,
    () => `wants two sets of the same size, 2 or more, got ${each} and ${countRows(second)}`,
  );
  const values = new Float64Array(2 * each * columns);
  values.set(inOwnUnits(first), 0);
  values.set(inOwnUnits(second), each * columns);
  const both = { values, columns };
  const { indices } = await nearestRows(both, both, { leaveOneOut: true, signal });
  const share = (isOwn: (neighbour: number) => boolean, from: number) =>
    indices.subarray(from, from + each).reduce((sum, row) => sum + (isOwn(row) ? 1 : 0), 0) / each;
  const onFirst = share((row) => row < each, 0);
  const onSecond = share((row) => row >= each, each);
  const accuracy = (onFirst + onSecond) / 2;
  const standardError = Math.sqrt((accuracy * (1 - accuracy)) / (2 * each));
  return { count: 2 * each, accuracy, standardError, onFirst, onSecond };
}

const inOwnUnits = ({ values, offset = 0, divisor = 1 }: Observations) =>
  Float64Array.from(values, (value) => (value + offset) / divisor);
