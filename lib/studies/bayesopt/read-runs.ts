import { type TestFunction, valuesOnCandidates } from "../../bayesopt/index.js";
import { Random } from "../../random/index.js";
import type { ArmResult } from "./arm.js";
import { ReadArm } from "./read-arm.js";
import { lengthscalesOf } from "./reading.js";

/**
 * The stream of the optimisation of one repetition of an arm: with its problem it makes the study's run again.
 *
 * @param seed of the study
 */
export function streamOfRun(arm: string, repetition: number, seed = 1): Random {
  return Random.from(seed).split(arm, repetition).split("optimisation");
}

/** One run of an arm on a function of one variable. */
export interface ReadRun {
  /** Whether it has found the best candidate at its end. */
  readonly found: boolean;
  /** Where its best evaluation lies. */
  readonly bestPlace: number;
  /** Share of its evaluations at a place that it had asked for before. */
  readonly repeats: number;
  /** The lengthscale drawn at each step (Thompson sampling). */
  readonly lengthscales: readonly number[];
}

/** The runs of an arm, one by one. */
export function readRuns(result: ArmResult, objective: TestFunction): ReadRun[] {
  const values = valuesOnCandidates(objective);
  const arm = new ReadArm(result, values);
  const scales = lengthscalesOf(result);
  return arm.chosen.map((chosen, r) => ({
    found: arm.regrets[r]!.at(-1)! <= 1e-9,
    bestPlace: objective.candidates.values[chosen.reduce((a, b) => (values[b]! < values[a]! ? b : a))]!,
    repeats: 1 - new Set(chosen).size / chosen.length,
    lengthscales: scales[r] ?? [],
  }));
}
