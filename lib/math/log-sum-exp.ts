/** The largest entry; NaN if one is NaN, -Infinity if there is none. */
function largest(values: ArrayLike<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value <= most)) most = value;
    if (Number.isNaN(most)) return most;
  }
  return most;
}

/** `sum_i exp(x_i - most)` without the one entry that is `most` itself, which would add 1. */
function sumOfOthers(values: ArrayLike<number>, most: number): number {
  let sum = 0;
  let isCounted = false;
  for (let i = 0; i < values.length; i++) {
    if (!isCounted && values[i] === most) isCounted = true;
    else sum += Math.exp(values[i]! - most);
  }
  return sum;
}

/**
 * `ln sum_i exp(x_i)` without overflow: `m + ln(1 + sum of the others' exp(x_i - m))`, m the largest entry.
 *
 * @param values logarithms, -Infinity allowed (a term of 0)
 * @returns -Infinity for an empty sum (no entries, or all of them -Infinity); NaN if an entry is NaN
 *
 * @example
 * logSumExp([-1000, -1001, -1002]); // -999.5923940355556
 */
export function logSumExp(values: ArrayLike<number>): number {
  const most = largest(values);
  if (!Number.isFinite(most)) return most;
  return most + Math.log1p(sumOfOthers(values, most));
}

/**
 * `ln (1/n sum_i exp(x_i))` without overflow.
 *
 * Where the mean is close to its largest term, it is computed from `exp(x_i - m) - 1`, so that a result near 0
 * keeps its digits.
 *
 * @param values logarithms, -Infinity allowed (a term of 0)
 * @returns -Infinity for no entries or if all are -Infinity; NaN if an entry is NaN
 */
export function logMeanExp(values: ArrayLike<number>): number {
  const most = largest(values);
  if (!Number.isFinite(most)) return most;
  const count = values.length;
  const others = sumOfOthers(values, most);
  if (1 + others < count / 2) return most + Math.log1p(others) - Math.log(count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.expm1(values[i]! - most);
  return most + Math.log1p(sum / count);
}
