import type { OptimiserState } from "./state.js";

/**
 * Simple regret after each step: the smallest value observed so far (the start counts) minus the smallest value on
 * the candidates.
 *
 * @param values of the objective at every candidate
 */
export function simpleRegret({ observations, history }: OptimiserState, values: ArrayLike<number>): number[] {
  const lowest = minimum(values);
  const start = observations.slice(0, observations.length - history.length);
  let best = minimum(start.map(({ y }) => y));
  return history.map(({ y }) => {
    best = Math.min(best, y);
    return best - lowest;
  });
}

const minimum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
