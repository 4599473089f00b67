import { InputError, requireInput } from "../support/index.js";

/** The values in ascending order, as a copy; refuses NaN, which has no place in an order. */
function sorted(values: ArrayLike<number>, caller: string): Float64Array {
  const copy = Float64Array.from(values);
  const missing = copy.findIndex((value) => Number.isNaN(value));
  if (missing >= 0) throw new InputError(caller, `values[${missing}] is NaN`, { index: missing });
  return copy.sort();
}

/**
 * The sample quantile of Hyndman and Fan's type 7, the default of NumPy and R, of values in ascending order: linear interpolation between
 * the order statistics at place `(n - 1) p`, counted from 0.
 *
 * @throws InputError for no values, or a probability outside [0, 1]
 */
export function quantileOfSorted(
  ascending: Float64Array,
  probability: number,
  caller = "quantileOfSorted",
): number {
  requireInput(ascending.length > 0, caller, "wants at least one value, got none");
  requireInput(
    probability >= 0 && probability <= 1,
    caller,
    () => `a probability must be in [0, 1], got ${probability}`,
    { probability },
  );
  const place = (ascending.length - 1) * probability;
  const below = Math.floor(place);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  // equal neighbours first: an infinite value must not be subtracted from itself
  return low === high || place === below ? low : low + (place - below) * (high - low);
}

/**
 * Sample quantiles of values in any order, see {@link quantileOfSorted}.
 *
 * @param probabilities each in [0, 1]
 * @throws InputError for no values, a NaN among them, or a probability outside [0, 1]
 *
 * @example
 * quantiles([4, 1, 3, 2], [0, 0.5, 0.9]); // [1, 2.5, 3.7]
 */
export function quantiles(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  requireInput(values.length > 0, "quantiles", "wants at least one value, got none");
  const ascending = sorted(values, "quantiles");
  return probabilities.map((probability) => quantileOfSorted(ascending, probability, "quantiles"));
}

/** The middle of the values: the mean of the two middle ones where their number is even. Throws as {@link quantiles}. */
export function median(values: ArrayLike<number>): number {
  return quantiles(values, [0.5])[0]!;
}
