import type { Piece } from "./view.js";

const superscript = (exponent: number) =>
  [...String(exponent)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("");

/** A power of ten as text: 10⁻², 1 as 10⁰. */
export const powerText = (exponent: number): string => `10${superscript(exponent)}`;

/** From so far away from 1 on numbers are written as powers of ten. */
const farPowers = 4;

/** How the ticks of a logarithmic axis are labelled: by numbers, or powers of ten as such, where they are far from 1 or wanted. */
export interface LogAxisStyle {
  readonly powers?: boolean;
}

/**
 * The axis of positive numbers in a range: every digit of every power of ten has its tick; labelled are 1, 2 and 5, over more than two
 * and a half powers, and where powers of ten are written as such, only 1.
 */
export function logAxis(range: readonly [number, number], { powers = false }: LogAxisStyle = {}): Piece {
  const [low, high] = range.map((value) => Math.log10(value)) as [number, number];
  const exponents = Array.from(
    { length: Math.ceil(high) - Math.floor(low) + 1 },
    (_, i) => Math.floor(low) + i,
  );
  // the axis ends a margin beyond its data
  const slack = (range[1] / range[0]) ** 0.02;
  const values = exponents
    .flatMap((exponent) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => Number(`${digit}e${exponent}`)))
    .filter((value) => value >= range[0] / slack && value <= range[1] * slack);
  const asPowers = powers || low <= -farPowers || high >= farPowers + 1;
  const inRange = exponents.filter((exponent) => values.includes(Number(`1e${exponent}`)));
  if (asPowers && inRange.length > 1) {
    const labels = inRange.map((exponent) => [String(Number(`1e${exponent}`)), powerText(exponent)]);
    const labelExpr = `${JSON.stringify(Object.fromEntries(labels))}[datum.value] || ''`;
    return { values, labelExpr, labelOverlap: false };
  }
  const labelled = high - low > 2.5 ? "[1]" : "[1, 2, 5]";
  const digit = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))";
  const labelExpr = `indexof(${labelled}, ${digit}) >= 0 ? format(datum.value, '~g') : ''`;
  return { values, labelExpr, labelOverlap: false };
}
