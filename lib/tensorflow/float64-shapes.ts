import { requireInput } from "../support/index.js";
import type { Matrix, ProductOptions } from "./float64.js";

type Shaped = Pick<Matrix, "rows" | "columns">;

const show = ({ rows, columns }: Shaped) => `${rows} x ${columns}`;

/** Checks that two matrices can be multiplied, after the transpositions asked for. */
export function requireProduct(left: Shaped, right: Shaped, options: ProductOptions): void {
  const inner = options.transposeLeft ? left.rows : left.columns;
  const outer = options.transposeRight ? right.columns : right.rows;
  const spell = (each: Shaped, isTransposed?: boolean) => (isTransposed ? `(${show(each)})^T` : show(each));
  requireInput(
    inner === outer,
    "Matrix.multiply",
    () =>
      `cannot multiply ${spell(left, options.transposeLeft)} by ${spell(right, options.transposeRight)}: ` +
      `${inner} columns meet ${outer} rows`,
  );
}

/** Checks that `other` is of the same shape as `self`, or a row, a column or a number to be repeated. */
export function requireBroadcast(operation: string, self: Shaped, other: Shaped): void {
  requireInput(
    (other.rows === self.rows || other.rows === 1) && (other.columns === self.columns || other.columns === 1),
    `Matrix.${operation}`,
    () =>
      `a ${show(self)} matrix takes one of that shape, a row 1 x ${self.columns} or a column ${self.rows} x 1; ` +
      `got ${show(other)}`,
  );
}

/** Checks that the matrix is square. */
export function requireSquare(operation: string, self: Shaped): void {
  requireInput(
    self.rows === self.columns,
    `Matrix.${operation}`,
    () => `wants a square matrix, got ${show(self)}`,
  );
}

/** Checks the right-hand side of a triangular system. */
export function requireSystem(self: Shaped, right: Shaped): void {
  requireSquare("solveLower", self);
  requireInput(
    right.rows === self.rows,
    "Matrix.solveLower",
    () => `a ${show(self)} system takes a right-hand side of ${self.rows} rows, got ${show(right)}`,
  );
}

/** Checks that `start` to `end` is a non-empty range within 0 .. `length`. */
export function requireRange(operation: string, start: number, end: number, length: number): void {
  requireInput(
    Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length,
    `Matrix.${operation}`,
    () => `wants 0 <= start < end <= ${length}, got ${start} and ${end}`,
    { start, end, length },
  );
}

/** Checks that there are indices and that all are in 0 .. `rows` - 1. */
export function requireIndices(indices: Int32Array, rows: number): void {
  requireInput(indices.length > 0, "Matrix.selectRows", "wants at least one index, got none");
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    requireInput(
      index >= 0 && index < rows,
      "Matrix.selectRows",
      () => `indices[${i}] must be in 0..${rows - 1}, got ${index}`,
      { place: i, index },
    );
  }
}
