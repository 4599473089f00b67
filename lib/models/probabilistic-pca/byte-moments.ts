import { requireInput } from "../../support/errors.js";
import { computeMoments, type DegreesOfFreedom, type Moments } from "../moments.js";
import { chunks, type Observations, requireObservations } from "../observations.js";
import { byteProducts, mostExactRows } from "./byte-products.js";

/** Columns in a strip. */
const stripWidth = 128;

/** Rows looked at to tell which columns are seldom above 0. */
const sampledRows = 2000;

/** Up to so many rows `N sum x_i x_j` is below 2^53, so that all arithmetic on sums of bytes is exact. */
const mostRows = Math.floor(Math.sqrt(2 ** 53) / 255);

/**
 * Adds up `sum x_i x_j` for the columns j of one strip and the columns i from the strip's first on, over those rows
 * that have anything in the strip: the others add nothing.
 */
class Strip {
  readonly length: number;
  readonly sums: Float64Array;
  private readonly batch: Uint8Array;
  private filled = 0;

  constructor(
    readonly start: number,
    readonly width: number,
    columns: number,
  ) {
    this.length = columns - start;
    this.sums = new Float64Array(this.length * width);
    this.batch = new Uint8Array(mostExactRows * this.length);
  }

  add(row: Uint8Array): void {
    this.batch.set(row.subarray(this.start), this.filled * this.length);
    if (++this.filled === mostExactRows) this.multiply();
  }

  /** Works off the rows that wait. */
  multiply(): void {
    if (this.filled === 0) return;
    const { length, filled, width, sums } = this;
    const products = byteProducts(this.batch.subarray(0, filled * length), length, width);
    for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + products[i]!;
    this.filled = 0;
  }
}

/** The columns, those that are seldom above 0 first. */
function columnsByUse(values: Uint8Array, columns: number): Uint32Array {
  const count = values.length / columns;
  const used = new Uint32Array(columns);
  const stride = Math.max(1, Math.floor(count / sampledRows));
  for (let row = 0; row < count; row += stride) {
    for (let j = 0; j < columns; j++) if (values[row * columns + j]! > 0) used[j] = used[j]! + 1;
  }
  return Uint32Array.from(used.keys()).sort((a, b) => used[a]! - used[b]! || a - b);
}

/** Copies the columns of a strip from a row of the data, and tells whether any is above 0. */
function copyStrip(
  values: Uint8Array,
  offset: number,
  order: ArrayLike<number>,
  { start, width }: Strip,
  row: Uint8Array,
): boolean {
  const end = Math.min(start + width, order.length);
  let any = 0;
  for (let place = start; place < end; place++) {
    const value = values[offset + order[place]!]!;
    row[place] = value;
    any |= value;
  }
  return any > 0 || end < start + width;
}

/** All sums of products of two columns, and of a column alone in the last row and column: (columns + 1) squared. */
function sumsOfProducts(values: Uint8Array, columns: number): Float64Array {
  const order = columnsByUse(values, columns);
  const size = columns + 1;
  const strips = Array.from(chunks(size, stripWidth), ([start, end]) => new Strip(start, end - start, size));
  // the last column is 1 in every row
  const row = new Uint8Array(size).fill(1);
  for (let offset = 0; offset < values.length; offset += columns) {
    const touched = strips.filter((strip) => copyStrip(values, offset, order, strip, row));
    for (const strip of touched) strip.add(row);
  }
  const sums = new Float64Array(size * size);
  const columnAt = (place: number) => order[place] ?? columns;
  for (const strip of strips) {
    strip.multiply();
    for (let i = 0; i < strip.length; i++) {
      for (let j = 0; j < strip.width; j++) {
        const a = columnAt(strip.start + i);
        const b = columnAt(strip.start + j);
        sums[a * size + b] = sums[b * size + a] = strip.sums[i * strip.width + j]!;
      }
    }
  }
  return sums;
}

/**
 * {@link computeMoments}, but faster for bytes many of which are 0, such as pixels: sums of products of the bytes
 * themselves, strip by strip of columns without the rows that have nothing there. The sums are whole numbers and
 * exact, and so is `N sum x_i x_j - sum x_i sum x_j`, the only place where something cancels.
 */
export function byteMoments(observations: Observations, ddof: DegreesOfFreedom): Moments {
  const { values, columns, offset = 0, divisor = 1 } = observations;
  if (!(values instanceof Uint8Array) || values.length / columns > mostRows)
    return computeMoments(observations, { ddof });
  const count = requireObservations("byteMoments", observations);
  requireInput(
    count > ddof,
    "byteMoments",
    () => `a covariance with ddof ${ddof} wants more than ${ddof} rows`,
  );
  const sums = sumsOfProducts(values, columns);
  const size = columns + 1;
  const totals = sums.subarray(columns * size, columns * size + columns);
  const covariance = new Float64Array(columns * columns);
  const scale = count * (count - ddof) * divisor ** 2;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) {
      covariance[i * columns + j] = (count * sums[i * size + j]! - totals[i]! * totals[j]!) / scale;
    }
  }
  return {
    count,
    columns,
    mean: totals.map((total) => (total / count + offset) / divisor),
    covariance,
    ddof,
  };
}
