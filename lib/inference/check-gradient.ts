import type { LogDensity } from "../math/index.js";
import { InputError, requireInput, requireLength } from "../support/index.js";
import { roundingNoise } from "./rounding-noise.js";

/** One coordinate of a gradient beside its finite difference. */
export interface GradientComparison {
  readonly coordinate: number;
  /** What the density wrote. */
  readonly gradient: number;
  /** Central differences extrapolated to a step of 0. */
  readonly difference: number;
  /** |gradient - difference|. */
  readonly error: number;
  /** The largest error that passes: tolerance * max(1, |difference|) and the uncertainty of the difference. */
  readonly allowed: number;
}

/** The outcome of {@link compareGradient}. */
export interface GradientReport {
  readonly comparisons: readonly GradientComparison[];
  /** Those whose error is not within what is allowed. */
  readonly wrong: readonly GradientComparison[];
}

/**
 * Compares the gradient of a density with finite differences at a position inside its support.
 *
 * Central differences with steps h = cbrt(machine epsilon) max(1, |x|) and h / 2 are extrapolated (Richardson), so
 * the truncation error is of the order h^4; rounding of the density itself is allowed for: at least epsilon |log density| / h, or what
 * is measured about the position where it is more, as in sums of many terms (see {@link roundingNoise}). Cost 4 evaluations a
 * coordinate and 16 more.
 *
 * Throws an InputError if the position has the wrong length or the log density there is not finite.
 */
export function compareGradient(
  density: LogDensity,
  position: ArrayLike<number>,
  tolerance = 1e-6,
): GradientReport {
  const { dimension } = density;
  requireLength("compareGradient", "position", position.length, dimension);
  const at = Float64Array.from(position);
  const gradient = new Float64Array(dimension).fill(Number.NaN);
  const logDensity = density.logDensityAndGradient(at, gradient);
  requireInput(
    Number.isFinite(logDensity),
    "compareGradient",
    () => `the log density at the position is ${logDensity}: choose one inside the support`,
    { position: at.slice(), logDensity },
  );
  const steps = at.map(stepAt);
  // six standard deviations of what Richardson's rule makes of it, about 2 noise / h, and as much again because the noise itself is estimated
  const noise = 24 * roundingNoise(density, at, steps);
  const comparisons = Array.from(gradient, (entry, coordinate) => {
    const { difference, uncertainty } = differentiate(density, at, coordinate, steps[coordinate]!);
    const error = Math.abs(entry - difference);
    const rounding = Math.max(8 * Number.EPSILON * Math.max(1, Math.abs(logDensity)), noise);
    const allowed =
      tolerance * Math.max(1, Math.abs(difference)) + uncertainty + rounding / steps[coordinate]!;
    return { coordinate, gradient: entry, difference, error, allowed };
  });
  return { comparisons, wrong: comparisons.filter(({ error, allowed }) => !(error <= allowed)) };
}

/**
 * Throws an InputError that says which coordinates of the gradient are wrong and by how much; see
 * {@link compareGradient}.
 *
 * @example checkGradient(density, [0.1, -0.3]); // before sampling a new model
 */
export function checkGradient(density: LogDensity, position: ArrayLike<number>, tolerance = 1e-6): void {
  const { wrong } = compareGradient(density, position, tolerance);
  if (wrong.length === 0) return;
  const lines = wrong.map(
    ({ coordinate, gradient, difference, error, allowed }) =>
      `coordinate ${coordinate}: gradient ${gradient}, finite differences ${difference}` +
      ` (off by ${error.toPrecision(3)}, allowed ${allowed.toPrecision(2)})${hint(gradient, difference)}`,
  );
  throw new InputError("checkGradient", lines.join("; "), { wrong, position: Array.from(position) });
}

function hint(gradient: number, difference: number): string {
  if (Number.isNaN(gradient)) return ", never written or not a number";
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-3 * Math.abs(b);
  if (near(gradient, -difference)) return ", the sign is wrong";
  for (const factor of [2, 0.5])
    if (near(gradient, factor * difference)) return `, ${factor} times too large`;
  return "";
}

/** The step that balances truncation and rounding of a central difference at a coordinate of this size. */
const stepAt = (x: number): number => Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(x));

function differentiate(
  density: LogDensity,
  position: Float64Array,
  coordinate: number,
  step: number,
): { difference: number; uncertainty: number } {
  const moved = position.slice();
  const scratch = new Float64Array(position.length);
  const x = position[coordinate]!;
  const central = (h: number): number => {
    const [up, down] = [x + h, x - h];
    moved[coordinate] = up;
    const above = density.logDensityAndGradient(moved, scratch);
    moved[coordinate] = down;
    const below = density.logDensityAndGradient(moved, scratch);
    return (above - below) / (up - down);
  };
  const wide = central(step);
  const narrow = central(step / 2);
  return { difference: narrow + (narrow - wide) / 3, uncertainty: Math.abs(narrow - wide) / 15 };
}
