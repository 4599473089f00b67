import { safeUnitOf } from "../math/index.js";
import { requireFinite, requireInput } from "../support/index.js";

/** A mean over images with what is known of its accuracy. */
export interface MeanWithError {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of the values (n - 1) over root n; NaN of a single value, whose error is not known. */
  readonly standardError: number;
}

/**
 * Mean and standard error of independent values. One value is its own mean and has no error: NaN.
 *
 * @throws InputError for no value or one that is not finite
 */
export function meanWithError(values: ArrayLike<number>): MeanWithError {
  const count = values.length;
  requireInput(count > 0, "meanWithError", "wants at least one value, got none");
  requireFinite("meanWithError", "values", values);
  const unit = safeUnitOf(values);
  const each = Float64Array.from(values, (value) => value / unit);
  const mean = each.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { count, mean: mean * unit, standardError: Number.NaN };
  const squares = each.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean: mean * unit, standardError: unit * Math.sqrt(squares / (count - 1) / count) };
}
