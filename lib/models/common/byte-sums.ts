import { byteProducts } from "./byte-products.js";
import { chunks } from "./observations.js";

/** Columns in a strip. */
const stripWidth = 128;

/** Rows of a strip that are multiplied at a time. */
const batchRows = 4096;

/** Rows looked at to tell which columns are seldom above 0. */
const sampledRows = 2000;

/** Up to so many rows `N sum x_i x_j` is below 2^53, so that all arithmetic on sums of bytes is exact. */
export const mostSummedRows = Math.floor(Math.sqrt(2 ** 53) / 255);

/** The columns of rows of bytes, those that are seldom above 0 first. */
export function columnsByUse(values: Uint8Array, columns: number): Uint32Array {
  const count = values.length / columns;
  const used = new Uint32Array(columns);
  const stride = Math.max(1, Math.floor(count / sampledRows));
  for (let row = 0; row < count; row += stride) {
    for (let j = 0; j < columns; j++) if (values[row * columns + j]! > 0) used[j] = used[j]! + 1;
  }
  return Uint32Array.from(used.keys()).sort((a, b) => used[a]! - used[b]! || a - b);
}

/**
 * Sums up `x_i x_j` for the columns j of one strip and the columns i from the strip's first on, over those rows
 * that have anything in the strip: the others add nothing.
 */
class Strip {
  readonly length: number;
  readonly sums: Float64Array;
  private batch = new Uint8Array(0);
  private filled = 0;

  constructor(
    readonly start: number,
    readonly width: number,
    columns: number,
  ) {
    this.length = columns - start;
    this.sums = new Float64Array(this.length * width);
  }

  /** Room for as many rows as will come, up to a batch. */
  open(rows: number): void {
    this.batch = new Uint8Array(Math.min(rows, batchRows) * this.length);
  }

  add(row: Uint8Array, sign: 1 | -1): void {
    this.batch.set(row.subarray(this.start), this.filled * this.length);
    if (++this.filled === batchRows) this.multiply(sign);
  }

  /** Works off the rows that wait and gives the room back. */
  close(sign: 1 | -1): void {
    this.multiply(sign);
    this.batch = new Uint8Array(0);
  }

  private multiply(sign: 1 | -1): void {
    if (this.filled === 0) return;
    const { length, filled, width, sums } = this;
    const products = byteProducts(this.batch.subarray(0, filled * length), length, width);
    for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + sign * products[i]!;
    this.filled = 0;
  }
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

/**
 * Running sums over rows of bytes, of all columns and of all products of two columns. They are whole numbers and exact, so
 * that rows can be taken out again without a trace, and the order in which rows came and went does not show.
 *
 * Fast where many bytes are 0, as in images: products are made strip by strip of columns without the rows that have
 * nothing there.
 */
export class ByteSums {
  private readonly strips: readonly Strip[];
  private readonly columns: number;
  private rows = 0;

  /** @param order all columns, best those first that are seldom above 0, see {@link columnsByUse}: affects the time only */
  constructor(private readonly order: Uint32Array) {
    this.columns = order.length;
    // one column more, 1 in every row, sums up the columns themselves
    const size = this.columns + 1;
    this.strips = Array.from(chunks(size, stripWidth), ([start, end]) => new Strip(start, end - start, size));
  }

  /** Number of rows in the sums. */
  get count(): number {
    return this.rows;
  }

  /** Adds the rows at `indices`, or takes them out; at most {@link mostSummedRows} may be in the sums. */
  change(values: Uint8Array, indices: ArrayLike<number>, sign: 1 | -1): void {
    const { order, columns, strips } = this;
    const row = new Uint8Array(columns + 1).fill(1);
    for (const strip of strips) strip.open(indices.length);
    for (let i = 0; i < indices.length; i++) {
      const offset = indices[i]! * columns;
      const touched = strips.filter((strip) => copyStrip(values, offset, order, strip, row));
      for (const strip of touched) strip.add(row, sign);
    }
    for (const strip of strips) strip.close(sign);
    this.rows += sign * indices.length;
  }

  /** `sum x_i`, one a column. */
  totals(): Float64Array {
    const totals = new Float64Array(this.columns);
    for (const { start, width, length, sums } of this.strips) {
      const ones = (length - 1) * width;
      const end = Math.min(start + width, this.columns);
      for (let place = start; place < end; place++) totals[this.order[place]!] = sums[ones + place - start]!;
    }
    return totals;
  }

  /** `(N sum x_i x_j - sum x_i sum x_j) / divisor`, columns x columns: of the difference every digit is right. */
  centredProducts(divisor: number): Float64Array {
    const { order, columns, rows, strips } = this;
    const totals = this.totals();
    const products = new Float64Array(columns * columns);
    for (const { start, width, sums } of strips) {
      const end = Math.min(start + width, columns);
      for (let place = start; place < columns; place++) {
        const a = order[place]!;
        for (let other = start; other < Math.min(end, place + 1); other++) {
          const b = order[other]!;
          const sum = sums[(place - start) * width + other - start]!;
          products[a * columns + b] = products[b * columns + a] =
            (rows * sum - totals[a]! * totals[b]!) / divisor;
        }
      }
    }
    return products;
  }
}
