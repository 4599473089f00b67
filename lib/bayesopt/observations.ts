import { type Inputs, inputPoints } from "../gp/index.js";
import { InputError, requireFinite, requireInput, requireLength } from "../support/index.js";

/** One evaluation of the objective. */
export interface Observation {
  readonly x: readonly number[];
  readonly y: number;
}

/** Checks one observation against the dimension of the domain. */
export function checkObservation(caller: string, { x, y }: Observation, dimension: number): void {
  requireLength(caller, "x", x.length, dimension);
  requireFinite(caller, "x", x);
  requireInput(Number.isFinite(y), caller, () => `the objective's value must be finite, got ${y}`, { x, y });
}

const samePlace = (a: readonly number[], b: readonly number[]) => a.every((value, d) => value === b[d]);

/**
 * Refuses a second observation at a place that contradicts the first: without noise no function has both values.
 */
export function requireConsistent(
  caller: string,
  known: readonly Observation[],
  added: Observation,
  noise: unknown,
): void {
  if (noise !== 0) return;
  const earlier = known.find(({ x }) => samePlace(x, added.x));
  if (earlier !== undefined && earlier.y !== added.y) {
    throw new InputError(
      caller,
      `the noise is 0, but x = ${added.x.join(", ")} was observed as ${earlier.y} and now as ${added.y}: give a noise variance`,
      { x: added.x, first: earlier.y, second: added.y },
    );
  }
}

/** The data of a regression; without noise, a repeated observation is taken once. */
export function dataOf(
  observations: readonly Observation[],
  noise: unknown,
): { readonly x: Inputs; readonly y: Float64Array } {
  const kept =
    noise === 0
      ? observations.filter((each, i) => observations.findIndex((other) => samePlace(other.x, each.x)) === i)
      : observations;
  return {
    x: inputPoints(
      kept.flatMap(({ x }) => [...x]),
      kept[0]!.x.length,
    ),
    y: Float64Array.from(kept, ({ y }) => y),
  };
}
