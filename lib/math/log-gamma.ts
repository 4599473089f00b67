import { requireInput } from "../support/index.js";

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/** From here on Stirling's series with eight terms is exact in doubles. */
const seriesStart = 10;

/** `B_2k / (2k (2k - 1))`, k = 1 .. 8: the coefficients of Stirling's series. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/**
 * `ln Gamma(x)` for x > 0, to about 1e-15 absolute or relative: Stirling's series (Abramowitz and Stegun 6.1.41) after
 * the recurrence `Gamma(x) = Gamma(x + 1) / x` has brought x to 10. Infinity at 0 and Infinity.
 *
 * @throws InputError for x below 0 and NaN: the recurrence from -1e300 would not end
 */
export function logGamma(x: number): number {
  requireInput(x >= 0, "logGamma", () => `x must be at least 0, got ${x}`, { x });
  if (x === Number.POSITIVE_INFINITY) return x;
  let factor = 1;
  let shifted = x;
  while (shifted < seriesStart) factor *= shifted++;
  const inverseSquare = 1 / (shifted * shifted);
  let series = 0;
  for (let k = stirling.length - 1; k >= 0; k--) series = series * inverseSquare + stirling[k]!;
  return (shifted - 0.5) * Math.log(shifted) - shifted + logRootTwoPi + series / shifted - Math.log(factor);
}
