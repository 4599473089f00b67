import { asInputs, firstDuplicate, type Inputs, type InputsLike, inputPoints } from "../gp/index.js";
import { InputError, requireInput, requireInteger } from "../support/index.js";

/** One axis of a grid: `points` evenly spaced values from `lower` to `upper`, both included. */
export interface GridAxis {
  readonly lower: number;
  readonly upper: number;
  readonly points: number;
}

/**
 * Every combination of evenly spaced values, the last axis running fastest: the candidates among which a rule chooses.
 *
 * @throws InputError for no axis, an axis whose ends are not finite or not in order, or fewer than two points
 * @example
 * gridCandidates({ lower: -1, upper: 1, points: 200 }); // the exam's X*
 */
export function gridCandidates(...axes: readonly GridAxis[]): Inputs {
  requireInput(axes.length > 0, "gridCandidates", "the domain is empty: wants at least one axis");
  const values = axes.map(axisValues);
  const count = values.reduce((product, { length }) => product * length, 1);
  const coordinates = new Float64Array(count * axes.length);
  for (let i = 0; i < count; i++) {
    let rest = i;
    for (let d = axes.length - 1; d >= 0; d--) {
      coordinates[i * axes.length + d] = values[d]![rest % values[d]!.length]!;
      rest = Math.floor(rest / values[d]!.length);
    }
  }
  return inputPoints(coordinates, axes.length);
}

function axisValues({ lower, upper, points }: GridAxis, axis: number): Float64Array {
  requireInput(
    Number.isFinite(lower) && Number.isFinite(upper) && lower < upper,
    "gridCandidates",
    () => `axis ${axis} must run from a smaller to a larger finite number, got ${lower} to ${upper}`,
    { axis, lower, upper },
  );
  requireInteger("gridCandidates", "points", points, 2);
  const step = (upper - lower) / (points - 1);
  return Float64Array.from({ length: points }, (_, i) => (i === points - 1 ? upper : lower + i * step));
}

/**
 * Checks points given as candidates: finite, all different, and on a line in increasing order.
 *
 * @throws InputError for points that are not
 */
export function checkedCandidates(caller: string, points: InputsLike): Inputs {
  const count = "dimension" in points ? points.count : points.length;
  requireInput(count > 0, caller, "the domain is empty: wants at least one candidate");
  const candidates = asInputs(caller, points);
  const duplicate = firstDuplicate(candidates);
  if (duplicate !== null) {
    const [first, second] = duplicate;
    throw new InputError(caller, `candidates ${first} and ${second} are equal`, { first, second });
  }
  if (candidates.dimension === 1) requireIncreasing(caller, candidates.values);
  return candidates;
}

function requireIncreasing(caller: string, values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    requireInput(
      values[i]! > values[i - 1]!,
      caller,
      () => `candidates must be in increasing order, but ${values[i]} comes after ${values[i - 1]}`,
      { index: i },
    );
  }
}

/** The coordinates of candidate `i`, as a plain list. */
export function candidateAt({ values, dimension }: Inputs, i: number): number[] {
  return Array.from(values.subarray(i * dimension, (i + 1) * dimension));
}
