/** Arithmetic mean. Deviations from the first value are summed, so that equal values give exactly that value. */
export function meanOf(values: ArrayLike<number>): number {
  const first = values[0]!;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - first;
  return first + sum / values.length;
}

/** Sum of squared deviations from the mean. */
export function squaresAbout(values: ArrayLike<number>, mean: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2;
  return sum;
}

/** Variance with divisor n - 1. */
export function varianceOf(values: ArrayLike<number>): number {
  return squaresAbout(values, meanOf(values)) / (values.length - 1);
}
