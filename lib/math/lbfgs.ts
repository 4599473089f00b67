import { requireInput, requireLength } from "../support/index.js";
import { lineSearch } from "./line-search.js";
import type { LogDensity } from "./log-density.js";

/** Relative rounding of a log density computed in doubles. */
const roundingOfOne = 2 ** -52;

/** When {@link maximise} stops. */
export interface MaximiseOptions {
  /**
   * Converged once every entry of the gradient is below this (default 1e-8), or once the increase still expected is
   * below the rounding of the log density.
   */
  readonly gradientTolerance?: number;
  /** Steps at most (default 500). */
  readonly maxIterations?: number;
  /** How many past steps shape the next direction (default 8). */
  readonly memory?: number;
}

/** Where {@link maximise} ended. */
export interface Maximum {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** Largest magnitude in the gradient. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** `stalled`: no step along the search direction was an improvement. */
  readonly status: "converged" | "stalled" | "iteration limit";
}

/** A step and the change of the gradient along it. */
interface Curvature {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverseProduct: number;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const largestMagnitude = (a: Float64Array): number =>
  a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The direction `H gradient` of the two-loop recursion (Nocedal & Wright 2006, algorithm 7.4). */
function searchDirection(gradient: Float64Array, history: readonly Curvature[]): Float64Array {
  const direction = gradient.slice();
  const coefficients: number[] = [];
  for (const { step, change, inverseProduct } of [...history].reverse()) {
    const coefficient = inverseProduct * dot(step, direction);
    coefficients.unshift(coefficient);
    for (let i = 0; i < direction.length; i++) direction[i]! -= coefficient * change[i]!;
  }
  const last = history[history.length - 1];
  const scale =
    last === undefined
      ? 1 / Math.max(1, largestMagnitude(gradient))
      : 1 / (last.inverseProduct * dot(last.change, last.change));
  for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  history.forEach(({ step, change, inverseProduct }, k) => {
    const correction = coefficients[k]! - inverseProduct * dot(change, direction);
    for (let i = 0; i < direction.length; i++) direction[i]! += correction * step[i]!;
  });
  return direction;
}

/** The history with one step more, if its curvature is that of a maximum; at most `memory` steps are kept. */
function remember(
  history: readonly Curvature[],
  step: Float64Array,
  change: Float64Array,
  memory: number,
): Curvature[] {
  const product = dot(step, change);
  if (!(product > 1e-14 * dot(change, change))) return [...history];
  return [...history, { step, change, inverseProduct: 1 / product }].slice(-memory);
}

/**
 * A local maximum of a log density by L-BFGS with a line search for the strong Wolfe conditions (Nocedal & Wright 2006,
 * algorithms 7.5, 3.5, 3.6). Places of density 0 (-Infinity, NaN) are stepped back from.
 *
 * @throws InputError if the start has the wrong length or a log density that is not finite
 */
export function maximise(
  density: LogDensity,
  start: ArrayLike<number>,
  { gradientTolerance = 1e-8, maxIterations = 500, memory = 8 }: MaximiseOptions = {},
): Maximum {
  requireLength("maximise", "start", start.length, density.dimension);
  let position: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(density.dimension);
  let logDensity = density.logDensityAndGradient(position, gradient);
  requireInput(
    Number.isFinite(logDensity),
    "maximise",
    () => `the log density at the start must be finite, got ${logDensity}`,
    { start: [...position], logDensity },
  );
  let history: Curvature[] = [];
  let evaluations = 1;
  for (let iterations = 0; ; iterations++) {
    const gradientNorm = largestMagnitude(gradient);
    const end = (status: Maximum["status"]): Maximum => ({
      position,
      logDensity,
      gradientNorm,
      iterations,
      evaluations,
      status,
    });
    if (gradientNorm <= gradientTolerance) return end("converged");
    if (iterations === maxIterations) return end("iteration limit");
    let direction = searchDirection(gradient, history);
    if (!(dot(direction, gradient) > 0)) {
      history = [];
      direction = searchDirection(gradient, history);
    }
    if (0.5 * dot(direction, gradient) <= roundingOfOne * Math.max(1, Math.abs(logDensity)))
      return end("converged");
    const found = lineSearch(density, position, direction, logDensity, gradient);
    evaluations += found.evaluations;
    if (found.position === null) {
      if (history.length === 0) return end("stalled");
      // once more along the gradient itself
      history = [];
      continue;
    }
    const step = found.position.map((value, i) => value - position[i]!);
    const change = found.gradient.map((value, i) => gradient[i]! - value);
    history = remember(history, step, change, memory);
    ({ position, gradient, logDensity } = { ...found, position: found.position });
  }
}
