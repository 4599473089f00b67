import type { ImageSet } from "../../data/index.js";
import {
  InputError,
  requireFinite,
  requireInput,
  requireInteger,
  requirePositive,
} from "../../support/index.js";
import { type Matrix, matrix } from "../../tensorflow/index.js";

/**
 * Rows of numbers to fit or to evaluate, `x = (value + offset) / divisor`. Bytes are widened chunk by chunk only, so that
 * 60,000 images take 47 MB and not 376.
 */
export interface Observations {
  /** `count * columns` values by rows. */
  readonly values: Float64Array | Uint8Array;
  readonly columns: number;
  /** Added to every value, 0 by default; 1/2 puts a grey level into the middle of its cell. */
  readonly offset?: number;
  /** Divides afterwards, 1 by default; 255 brings grey levels into [0, 1]. */
  readonly divisor?: number;
}

/** The pixels of images, one row an image: grey levels 0..255, or divided into [0, 1] with `divisor` 255. */
export function imageRows(
  images: ImageSet,
  scale: { readonly offset?: number; readonly divisor?: number } = {},
): Observations {
  return { values: images.pixels, columns: images.rows * images.columns, ...scale };
}

/** Number of rows. */
export function countRows(observations: Observations): number {
  return observations.values.length / observations.columns;
}

/**
 * Checks rows at the door and returns their number.
 *
 * @throws InputError for no rows, a last row that is not full, values that are not finite, a divisor that is not above 0
 */
export function requireObservations(caller: string, observations: Observations): number {
  const { values, columns, offset = 0, divisor = 1 } = observations;
  requireInteger(caller, "columns", columns, 1);
  requireInput(values.length > 0, caller, "wants at least one row of data, got none");
  requireInput(
    values.length % columns === 0,
    caller,
    () => `${values.length} values are no whole number of rows of ${columns} columns`,
    { values: values.length, columns },
  );
  requirePositive(caller, "divisor", divisor);
  requireFinite(caller, "offset", [offset]);
  if (values instanceof Float64Array) requireFiniteRows(caller, values, columns);
  return values.length / columns;
}

function requireFiniteRows(caller: string, values: Float64Array, columns: number): void {
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return;
  const row = Math.floor(place / columns);
  const column = place % columns;
  throw new InputError(
    caller,
    `the data must be finite, got ${values[place]} in row ${row}, column ${column}`,
    { row, column },
  );
}

/** Checks rows that are to be looked at by a model of so many columns, and returns their number. */
export function requireMatchingObservations(
  caller: string,
  observations: Observations,
  columns: number,
): number {
  requireInput(
    observations.columns === columns,
    caller,
    () => `the model has ${columns} columns, the data have ${observations.columns}`,
    { expected: columns, found: observations.columns },
  );
  return requireObservations(caller, observations);
}

/** About so many doubles are in work at a time: 32 MB. */
const chunkEntries = 2 ** 22;

/** Number of rows to work on at a time, so that memory stays bounded whatever the number of rows. */
export function rowsPerChunk(columns: number): number {
  return Math.max(1, Math.floor(chunkEntries / columns));
}

function scaled(values: Float64Array | Uint8Array, observations: Observations): Matrix {
  const { columns, offset = 0, divisor = 1 } = observations;
  const raw = matrix(values, values.length / columns, columns);
  const shifted = offset === 0 ? raw : raw.plus(offset);
  return divisor === 1 ? shifted : shifted.dividedBy(divisor);
}

/** Rows `start` to `end` (exclusive) as doubles, offset and divisor applied. */
export function rowRange(observations: Observations, start: number, end: number): Matrix {
  const { values, columns } = observations;
  return scaled(values.subarray(start * columns, end * columns), observations);
}

/** The rows at `indices` as doubles, offset and divisor applied. */
export function rowsAt(observations: Observations, indices: ArrayLike<number>): Matrix {
  const { values, columns } = observations;
  const length = indices.length * columns;
  const chosen = values instanceof Uint8Array ? new Uint8Array(length) : new Float64Array(length);
  for (let i = 0; i < indices.length; i++) {
    chosen.set(values.subarray(indices[i]! * columns, (indices[i]! + 1) * columns), i * columns);
  }
  return scaled(chosen, observations);
}

/** The ranges [start, end) that cover 0 .. `count` in steps of `size`. */
export function* chunks(count: number, size: number): Generator<readonly [start: number, end: number]> {
  for (let start = 0; start < count; start += size) yield [start, Math.min(start + size, count)];
}
