/** Arithmetic mean. Deviations from the first value are summed, so that equal values give exactly that value. */
export function meanOf(values: ArrayLike<number>): number {
  const first = values[0]!;
  return first + meanFrom(values, first);
}

/** Mean of the deviations from an origin near the values: it keeps the digits of their spread, however far from 0 they lie. */
export function meanFrom(values: ArrayLike<number>, origin: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - origin;
  return sum / values.length;
}

/** Sum of squared deviations from the values' own mean. */
export function squaresAboutMean(values: ArrayLike<number>): number {
  const first = values[0]!;
  const mean = meanFrom(values, first);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - first - mean) ** 2;
  return sum;
}

/** Variance with divisor n - 1. */
export function varianceOf(values: ArrayLike<number>): number {
  return squaresAboutMean(values) / (values.length - 1);
}
