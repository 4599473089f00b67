import {
  BayesianOptimiser,
  minimise,
  type Observation,
  type OptimiserProblem,
  type OptimiserState,
} from "../../bayesopt/index.js";
import { Random } from "../../random/index.js";

/** One way of optimising one function, to be repeated. */
export interface Arm {
  readonly name: string;
  readonly repetitions: number;
  readonly steps: number;
  /** The problem of one repetition; what it draws (a random start, say) comes from `random`. */
  problem(random: Random): OptimiserProblem;
  objective(x: readonly number[]): number;
}

/** One repetition: a job. */
export interface ArmJob {
  readonly arm: string;
  readonly repetition: number;
}

/** What is kept of one repetition. Lists are in the order of the steps. */
export interface ArmOutcome extends ArmJob {
  /** Smallest value of the start. */
  readonly start: number;
  /** Index of the candidate chosen at each step. */
  readonly chosen: readonly number[];
  /** Candidate with the lowest posterior mean before each step; empty without a surrogate. */
  readonly recommended: readonly number[];
  /** Lengthscale of the one hyper-draw used (Thompson), three digits; empty otherwise. */
  readonly lengthscales: readonly number[];
  readonly repeats: number;
  readonly rhat: readonly number[];
  readonly essBulk: readonly number[];
  readonly divergences: number;
  /** Steps whose draw needed something on the diagonal beyond the noise. */
  readonly jittered: number;
}

/** All repetitions of an arm, small enough to be committed: a run is a text of numbers. */
export interface ArmResult {
  readonly arm: string;
  readonly repetitions: number;
  readonly start: readonly number[];
  readonly chosen: readonly string[];
  readonly recommended: readonly string[];
  readonly lengthscales: readonly string[];
  /** Of all steps of all runs. */
  readonly repeats: number;
  readonly jittered: number;
  readonly divergences: number;
  /** 50, 90 and 99 % quantiles of R-hat over all steps; null for rules without several chains. */
  readonly rhat: readonly number[] | null;
  /** 1, 10 and 50 % quantiles of the smallest bulk effective sample size. */
  readonly essBulk: readonly number[] | null;
}

const digits = (value: number, count: number) => Number(value.toPrecision(count));

/** The jobs of arms: every repetition of each. */
export function jobsOfArms(arms: readonly Arm[]): ArmJob[] {
  return arms.flatMap(({ name, repetitions }) =>
    Array.from({ length: repetitions }, (_, repetition) => ({ arm: name, repetition })),
  );
}

/** Runs one repetition; its stream is named by the seed, the arm and the repetition. */
export async function runArm(arm: Arm, repetition: number, seed: number): Promise<ArmOutcome> {
  const { problem, state } = await optimised(arm, repetition, seed);
  return { arm: arm.name, repetition, start: lowest(problem.start), ...outcomeOf(state) };
}

async function optimised(arm: Arm, repetition: number, seed: number) {
  const random = Random.from(seed).split(arm.name, repetition);
  const problem = arm.problem(random.split("problem"));
  const optimiser = new BayesianOptimiser(problem, random.split("optimisation"));
  return { problem, state: await minimise(optimiser, (x) => arm.objective(x), arm.steps) };
}

/**
 * The first steps of one repetition of every arm: the canary of a study of arms. With every digit of every draw that was used, which the study
 * itself rounds or leaves out.
 */
export async function firstSteps(arms: readonly Arm[], seed: number, steps = 4) {
  const histories: Omit<OptimiserState["history"][number], "diagnostics">[][] = [];
  const outcomes: ArmOutcome[] = [];
  for (const arm of arms) {
    const { problem, state } = await optimised({ ...arm, steps }, 0, seed);
    // diagnostics are in the results, rounded: their last bits depend on what the engine has compiled by then
    histories.push(state.history.map(({ diagnostics: _, ...step }) => step));
    outcomes.push({ arm: arm.name, repetition: 0, start: lowest(problem.start), ...outcomeOf(state) });
  }
  return { histories, results: armResults(arms, outcomes) };
}

const lowest = (start: readonly Observation[]) => Math.min(...start.map(({ y }) => y));

function outcomeOf({ history }: OptimiserState): Omit<ArmOutcome, "arm" | "repetition" | "start"> {
  const diagnostics = history.flatMap((step) => step.diagnostics ?? []);
  return {
    chosen: history.map(({ candidate }) => candidate),
    recommended: history.flatMap(({ recommended }) => recommended ?? []),
    lengthscales: history.flatMap(({ hyper }) =>
      hyper?.lengthscale === undefined ? [] : digits(hyper.lengthscale, 3),
    ),
    repeats: history.filter(({ isRepeat }) => isRepeat).length,
    rhat: diagnostics.flatMap(({ rhat }) => (rhat === null ? [] : digits(rhat, 4))),
    essBulk: diagnostics.map(({ essBulk }) => digits(essBulk, 3)),
    divergences: diagnostics.reduce((sum, each) => sum + each.divergences, 0),
    jittered: history.filter(({ jitter }) => jitter > 0).length,
  };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function quantilesOf(values: readonly number[], probabilities: readonly number[]): number[] | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return probabilities.map((p) => sorted[Math.floor(p * (sorted.length - 1))]!);
}

/** Puts the repetitions of each arm together, in the order of the arms. */
export function armResults(arms: readonly Arm[], outcomes: readonly ArmOutcome[]): ArmResult[] {
  return arms.map(({ name }) => {
    const own = outcomes.filter(({ arm }) => arm === name);
    const texts = (pick: (outcome: ArmOutcome) => readonly number[]) =>
      own.some((outcome) => pick(outcome).length > 0) ? own.map((outcome) => pick(outcome).join(" ")) : [];
    return {
      arm: name,
      repetitions: own.length,
      start: own.map(({ start }) => start),
      chosen: texts(({ chosen }) => chosen),
      recommended: texts(({ recommended }) => recommended),
      lengthscales: texts(({ lengthscales }) => lengthscales),
      repeats: total(own.map(({ repeats }) => repeats)),
      jittered: total(own.map(({ jittered }) => jittered)),
      divergences: total(own.map(({ divergences }) => divergences)),
      rhat: quantilesOf(
        own.flatMap(({ rhat }) => rhat),
        [0.5, 0.9, 0.99],
      ),
      essBulk: quantilesOf(
        own.flatMap(({ essBulk }) => essBulk),
        [0.01, 0.1, 0.5],
      ),
    };
  });
}
