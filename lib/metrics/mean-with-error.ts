import { requireFinite, requireInput } from "../support/index.js";

/** A mean over images with what is known of its accuracy. */
export interface MeanWithError {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of the values (n - 1) over root n. */
  readonly standardError: number;
}

/**
 * Mean and standard error of independent values.
 *
 * @throws InputError for fewer than two values or one that is not finite
 */
export function meanWithError(values: ArrayLike<number>): MeanWithError {
  const count = values.length;
  requireInput(count > 1, "meanWithError", () => `wants at least 2 values, got ${count}`);
  requireFinite("meanWithError", "values", values);
  const each = Float64Array.from(values);
  const mean = each.reduce((sum, value) => sum + value, 0) / count;
  const squares = each.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, standardError: Math.sqrt(squares / (count - 1) / count) };
}
