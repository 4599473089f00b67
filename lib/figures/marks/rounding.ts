/** Rounding of what is drawn: to what a picture can show of the values' spread, never to a fixed number of decimals alone. */

/** Steps that the spread of the values keeps at least: a picture of 400 pixels shows no finer ones. */
const steps = 500;

/** The smallest and the largest value. */
export function rangeOf(values: ArrayLike<number>): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return [low, high];
}

/** Decimals that keep so many steps of the values' spread, or of the value itself where all are equal; at least `least`. */
export function decimalsFor(values: ArrayLike<number>, least = 0): number {
  const [low, high] = rangeOf(values);
  const spread = high > low ? Math.min(high - low, Number.MAX_VALUE) : Math.abs(low);
  const needed = Math.ceil(Math.log10(steps) - Math.log10(spread));
  return Number.isFinite(needed) ? Math.max(least, needed) : least;
}

/** The place of the first digit: 0 for 1 to 9.99, -2 for 0.01. */
const magnitude = (value: number): number => Math.floor(Math.log10(Math.abs(value)));

/** The value with so many decimals, of which there may be hundreds. */
export function roundTo(value: number, decimals: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  if (decimals <= 100) return Number(value.toFixed(Math.max(0, decimals)));
  const significant = magnitude(value) + decimals + 1;
  return significant < 1 ? 0 : Number(value.toPrecision(Math.min(significant, 17)));
}

/** To four significant digits: for values on a logarithmic axis, or without a spread of their own. */
export const rounded = (value: number, significant = 4): number => Number(value.toPrecision(significant));

/** Rounds to four significant digits, or to more where the values' spread would be lost: a rule for one axis. */
export function rounderFor(values: ArrayLike<number>, significant = 4): (value: number) => number {
  const decimals = decimalsFor(values);
  return (value) => {
    const own = significant - 1 - magnitude(value);
    return value === 0 || own >= decimals ? rounded(value, significant) : roundTo(value, decimals);
  };
}

/** A number as text with as many decimals as tell it from its neighbours, at least `least`. */
export function textWithin(value: number, spreadOf: ArrayLike<number>, least: number): string {
  const decimals = decimalsFor(spreadOf) - 1;
  if (decimals > 12) return value.toExponential(2);
  return value.toFixed(Math.max(least, decimals));
}
