import type { LogDensity } from "./log-density.js";

/** Sufficient increase and curvature of the strong Wolfe conditions, the usual choice for quasi-Newton methods. */
const sufficientIncrease = 1e-4;
const curvature = 0.9;
const maxEvaluations = 40;

/** A point on the line, `length` times the direction away from the start. */
interface Trial {
  readonly length: number;
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly logDensity: number;
  /** Derivative along the direction. */
  readonly slope: number;
}

/** Where the search ended; `position` is null if no better point was found. */
export interface LineSearchResult {
  readonly position: Float64Array | null;
  readonly gradient: Float64Array;
  readonly logDensity: number;
  readonly evaluations: number;
}

/**
 * A step that fulfils the strong Wolfe conditions for a maximum: bracketing, then interpolation (Nocedal & Wright 2006,
 * algorithms 3.5 and 3.6 with the sign turned). If rounding keeps them out of reach, the best point seen is taken,
 * provided that it is better than the start.
 */
export function lineSearch(
  density: LogDensity,
  start: Float64Array,
  direction: Float64Array,
  startLogDensity: number,
  startGradient: Float64Array,
): LineSearchResult {
  let evaluations = 0;
  const along = (gradient: Float64Array) =>
    gradient.reduce((sum, value, i) => sum + value * direction[i]!, 0);
  const tryLength = (length: number): Trial => {
    const position = start.map((value, i) => value + length * direction[i]!);
    const gradient = new Float64Array(start.length);
    const value = density.logDensityAndGradient(position, gradient);
    evaluations++;
    const logDensity = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    return {
      length,
      position,
      gradient,
      logDensity,
      slope: Number.isFinite(logDensity) ? along(gradient) : Number.NaN,
    };
  };
  const origin: Trial = {
    length: 0,
    position: start,
    gradient: startGradient,
    logDensity: startLogDensity,
    slope: along(startGradient),
  };
  const increases = ({ length, logDensity }: Trial) =>
    logDensity >= origin.logDensity + sufficientIncrease * length * origin.slope;
  const isFlat = ({ slope }: Trial) => Math.abs(slope) <= curvature * origin.slope;

  // `low` is the best end of the bracket, the maximum lies between it and `high`
  let low = origin;
  let high: Trial | null = null;
  for (let length = 1; evaluations < maxEvaluations; ) {
    const trial = tryLength(length);
    if (!increases(trial) || trial.logDensity <= low.logDensity) high = trial;
    else if (isFlat(trial)) return { ...trial, evaluations };
    else {
      if (trial.slope * (high === null ? 1 : high.length - low.length) <= 0) high = low;
      low = trial;
    }
    if (high !== null && Math.abs(high.length - low.length) <= 1e-14 * Math.abs(low.length)) break;
    length = high === null ? 2 * length : between(low, high);
  }
  return { ...low, position: low.length === 0 ? null : low.position, evaluations };
}

/** The maximum of the parabola through value and slope at `low` and the value at `high`, kept away from both ends. */
function between(low: Trial, high: Trial): number {
  const width = high.length - low.length;
  const shortfall = low.logDensity + low.slope * width - high.logDensity;
  const share = (0.5 * low.slope * width) / shortfall;
  const kept = Number.isFinite(share) ? Math.min(0.9, Math.max(0.1, share)) : 0.1;
  return low.length + kept * width;
}
