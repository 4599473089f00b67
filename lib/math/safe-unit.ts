/** Between these, fourth powers and their sums are far from the ends of the range of doubles. */
const leastSafe = 2 ** -150;
const mostSafe = 2 ** 150;

/**
 * A unit in which values can be squared twice without being lost: 1 for ordinary values, otherwise the power of two next to the
 * largest, so that dividing by it rounds nothing. Statistics that do not depend on the unit are computed in it.
 *
 * @param largest the largest magnitude among the values; of 0 and what is not finite the unit is 1
 */
export function safeUnit(largest: number): number {
  if (!(largest > 0) || largest === Infinity || (largest > leastSafe && largest < mostSafe)) return 1;
  return 2 ** Math.floor(Math.log2(largest));
}

/** {@link safeUnit} of the largest magnitude among values. */
export function safeUnitOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return safeUnit(largest);
}
