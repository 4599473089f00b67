import { requireInput, requireLength } from "../../support/index.js";
import type { ArmResult } from "./arm.js";

const numbers = (text: string) => text.split(" ").map(Number);

/** The candidates chosen by each run, step by step. */
export function chosenBy({ chosen }: ArmResult): number[][] {
  return chosen.map(numbers);
}

/** The lengthscales drawn by each run, step by step (Thompson sampling). */
export function lengthscalesOf({ lengthscales }: ArmResult): number[][] {
  return lengthscales.map(numbers);
}

const minimum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => Math.min(a, b));

/**
 * Simple regret of each run after each step, the start counted, relative to the smallest value on the candidates.
 *
 * @param values of the objective at the candidates
 */
export function simpleRegrets(arm: ArmResult, values: ArrayLike<number>): number[][] {
  const lowest = minimum(values);
  return chosenBy(arm).map((run, r) => {
    let best = arm.start[r]!;
    return run.map((candidate) => {
      best = Math.min(best, values[candidate]!);
      return best - lowest;
    });
  });
}

/** Regret of each run, before each step, at the candidate with the lowest posterior mean. */
export function inferenceRegrets({ recommended }: ArmResult, values: ArrayLike<number>): number[][] {
  const lowest = minimum(values);
  return recommended.map((text) => numbers(text).map((candidate) => values[candidate]! - lowest));
}

/** Share of runs whose regret after step k (counted from 1) is at most `bound`: 0 means "the best candidate was found". */
export function shareWithin(regrets: readonly (readonly number[])[], k: number, bound = 1e-9): number {
  requireLength("shareWithin", "regrets[0]", Math.min(k, regrets[0]!.length), k);
  return regrets.filter((run) => run[k - 1]! <= bound).length / regrets.length;
}

/** An estimate with its interval. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

const z95 = 1.959963984540054;

/** A share of `runs` with its 95 % interval by the score test (Wilson 1927), which is sensible also at 0 and 1. */
export function shareInterval(share: number, runs: number): Estimate {
  requireInput(share >= 0 && share <= 1, "shareInterval", () => `share must be in [0, 1], got ${share}`);
  const squared = z95 * z95;
  const centre = (share + squared / (2 * runs)) / (1 + squared / runs);
  const half =
    (z95 / (1 + squared / runs)) * Math.sqrt((share * (1 - share)) / runs + squared / (4 * runs * runs));
  return { value: share, lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}

/** The difference of two independent shares, `a - b`, with its 95 % interval by the hybrid score (Newcombe 1998, method 10). */
export function shareDifference(a: number, runsOfA: number, b: number, runsOfB: number): Estimate {
  const first = shareInterval(a, runsOfA);
  const second = shareInterval(b, runsOfB);
  return {
    value: a - b,
    lower: a - b - Math.hypot(a - first.lower, second.upper - b),
    upper: a - b + Math.hypot(first.upper - a, b - second.lower),
  };
}
