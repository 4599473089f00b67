import { InputError, requireInput, requireInteger } from "../../support/index.js";

/** Rows of grey levels, or of bits, some of which may be missing. */
export interface LevelRows {
  /** `count * columns` levels by rows, `level = value / divisor`; null or NaN where a pixel is missing. */
  readonly values: Uint8Array | Float64Array | readonly (number | null)[];
  readonly columns: number;
  /** 1 by default; 255 turns bits that are kept as 0 and 255 into 0 and 1. */
  readonly divisor?: number;
}

/** Stands for a missing pixel. */
export const missing = -1;

/** Levels as whole numbers by rows, {@link missing} where there is none. */
export interface Levels {
  readonly count: number;
  readonly columns: number;
  readonly values: Int16Array;
  readonly hasMissing: boolean;
}

/**
 * Checks rows of levels at the door.
 *
 * @param levels number of levels V: each pixel is one of 0 .. V - 1, or missing
 * @throws InputError for no rows, a last row that is not full, and a pixel that is no level, named by row and column
 */
export function requireLevels(
  caller: string,
  { values, columns, divisor = 1 }: LevelRows,
  levels: number,
): Levels {
  requireInteger(caller, "columns", columns, 1);
  requireInput(values.length > 0, caller, "wants at least one row of pixels, got none");
  requireInput(
    values.length % columns === 0,
    caller,
    () => `${values.length} values are no whole number of rows of ${columns} columns`,
    { values: values.length, columns },
  );
  const found = new Int16Array(values.length);
  let hasMissing = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === null || Number.isNaN(value)) {
      found[i] = missing;
      hasMissing = true;
      continue;
    }
    const level = value / divisor;
    if (!(Number.isInteger(level) && level >= 0 && level < levels)) refuse(caller, i, level, columns, levels);
    found[i] = level;
  }
  return { count: values.length / columns, columns, values: found, hasMissing };
}

function refuse(caller: string, i: number, level: number, columns: number, levels: number): never {
  const row = Math.floor(i / columns);
  const column = i % columns;
  throw new InputError(
    caller,
    `a pixel must be a level in 0..${levels - 1}, or null where it is missing, got ${level} in row ${row}, column ${column}`,
    { row, column, level },
  );
}
