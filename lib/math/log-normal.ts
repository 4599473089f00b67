import { normalCdf, normalLogDensity, normalQuantile } from "./normal.js";

/** Moments and mode of a log-normal variable. */
export interface LogNormalMoments {
  readonly mean: number;
  readonly sd: number;
  readonly mode: number;
  readonly median: number;
}

/** `ln p(x)` in nats for `ln x ~ N(meanOfLog, sdOfLog^2)`: `ln N(ln x) - ln x`; -Infinity for x <= 0. */
export function logNormalLogDensity(x: number, meanOfLog: number, sdOfLog: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  const logX = Math.log(x);
  return normalLogDensity(logX, meanOfLog, sdOfLog) - logX;
}

/** `d ln p(x) / dx = -(sdOfLog^2 + ln x - meanOfLog) / (sdOfLog^2 x)`, for x > 0. */
export function logNormalLogDensityGradient(x: number, meanOfLog: number, sdOfLog: number): number {
  const variance = sdOfLog * sdOfLog;
  return -(variance + (Math.log(x) - meanOfLog)) / (variance * x);
}

/** `P(X <= x)`, accurate in the lower tail; 0 for x <= 0. */
export function logNormalCdf(x: number, meanOfLog: number, sdOfLog: number): number {
  return x <= 0 ? 0 : normalCdf(Math.log(x), meanOfLog, sdOfLog);
}

/**
 * The x with `P(X <= x) = p`: `exp(meanOfLog + sdOfLog z_p)`.
 *
 * @throws InputError if p is not in [0, 1]
 */
export function logNormalQuantile(p: number, meanOfLog: number, sdOfLog: number): number {
  return Math.exp(normalQuantile(p, meanOfLog, sdOfLog));
}

/** With m and s for mean and sd of the logarithm: mean `exp(m + s^2/2)`, sd = mean `sqrt(exp(s^2) - 1)`, mode `exp(m - s^2)`, median `exp(m)`. */
export function logNormalMoments(meanOfLog: number, sdOfLog: number): LogNormalMoments {
  const variance = sdOfLog * sdOfLog;
  const mean = Math.exp(meanOfLog + 0.5 * variance);
  return {
    mean,
    sd: mean * Math.sqrt(Math.expm1(variance)),
    mode: Math.exp(meanOfLog - variance),
    median: Math.exp(meanOfLog),
  };
}
