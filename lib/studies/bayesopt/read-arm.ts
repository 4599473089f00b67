import { type MeanDifference, median, welchTest } from "../../math/index.js";
import { InputError } from "../../support/index.js";
import type { ArmResult } from "./arm.js";
import {
  chosenBy,
  type Estimate,
  inferenceRegrets,
  shareDifference,
  shareInterval,
  shareWithin,
  simpleRegrets,
} from "./reading.js";

/** Differences below it are rounding: what the regret of a run at its start may differ by. */
const rounding = 1e-9;

/** An arm of a study, read: its runs' regrets and the shares that are made of them. Steps are counted from 1. */
export class ReadArm {
  /** Simple regret of each run after each step. */
  readonly regrets: readonly (readonly number[])[];
  readonly name: string;
  readonly runs: number;
  readonly steps: number;

  /** @param values of the objective at the candidates */
  constructor(
    readonly result: ArmResult,
    private readonly values: ArrayLike<number>,
    name = result.arm,
  ) {
    this.name = name;
    this.runs = result.repetitions;
    this.regrets = simpleRegrets(result, values);
    this.steps = this.regrets[0]!.length;
  }

  /** Share of the runs that have found the best candidate after k steps. */
  found(k: number): number {
    return shareWithin(this.regrets, k);
  }

  /** The same after every step, as a figure wants it. */
  get foundShares(): { name: string; runs: number; shares: number[] } {
    const shares = Array.from({ length: this.steps }, (_, i) => this.found(i + 1));
    return { name: this.name, runs: this.runs, shares };
  }

  /** Its 95 % interval. */
  foundInterval(k: number): Estimate {
    return shareInterval(this.found(k), this.runs);
  }

  medianRegret(k: number): number {
    return median(this.regretsAt(k));
  }

  /** Simple regret of each run after k steps. */
  regretsAt(k: number): number[] {
    return this.regrets.map((run) => run[k - 1]!);
  }

  /** Share of the runs whose best value after k steps is still that of the start. */
  stuck(k: number): number {
    const lowest = Array.from(this.values).reduce((a, b) => Math.min(a, b));
    const still = this.regrets.filter((run, r) => run[k - 1]! > this.result.start[r]! - lowest - rounding);
    return still.length / this.runs;
  }

  /** Share of all evaluations at a place known before. */
  get repeats(): number {
    return this.result.repeats / this.runs / this.steps;
  }

  /** Share of all steps whose draw needed something on the diagonal beyond the noise. */
  get jittered(): number {
    return this.result.jittered / this.runs / this.steps;
  }

  /** Regret of each run, before each step, where the posterior mean is lowest; none without a surrogate. */
  get inferenceRegrets(): readonly (readonly number[])[] {
    return inferenceRegrets(this.result, this.values);
  }

  /** The candidates chosen by each run. */
  get chosen(): number[][] {
    return chosenBy(this.result);
  }

  /** How many more of its runs than of the other's have found the best candidate after k steps, with a 95 % interval. */
  ahead(other: ReadArm, k: number): Estimate {
    return shareDifference(this.found(k), this.runs, other.found(k), other.runs);
  }

  /** How much larger its mean simple regret after k steps is than the other's, by Welch's test. */
  regretAbove(other: ReadArm, k: number): MeanDifference {
    return welchTest(this.regretsAt(k), other.regretsAt(k));
  }
}

/** Arms by their names. */
export class ReadArms {
  readonly all: readonly ReadArm[];

  /** @param values of the objective at the candidates, the same for all arms */
  constructor(results: readonly ArmResult[], values: ArrayLike<number>) {
    this.all = results.map((result) => new ReadArm(result, values));
  }

  /** @throws InputError if there is no such arm */
  named(name: string): ReadArm {
    const found = this.all.find((arm) => arm.name === name);
    if (found === undefined)
      throw new InputError(
        "ReadArms",
        `no arm ${JSON.stringify(name)}; there are: ${this.all.map((arm) => arm.name).join(", ")}`,
      );
    return found;
  }
}
