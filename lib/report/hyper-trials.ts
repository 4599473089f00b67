import type { HyperPosterior } from "../gp/index.js";
import {
  ess,
  mean,
  type NutsSettings,
  type Quantity,
  type SampleOptions,
  sampleNuts,
  sd,
} from "../inference/index.js";
import { median } from "../math/index.js";
import type { Random } from "../random/index.js";
import { HyperRun } from "./hyper-run.js";

/** A number for each of the two hyper-parameters. */
interface OfBoth {
  readonly lengthscale: number;
  readonly variance: number;
}

const logarithm = (draws: Quantity) => draws.map((chain) => chain.map(Math.log));
const below = (draws: Quantity, bound: number) =>
  draws.map((chain) => chain.map((value) => (value < bound ? 1 : 0)));

/** Quantities whose means are compared with the exact ones: l the lengthscale, v the variance. */
export const hyperTargets: readonly {
  readonly name: string;
  readonly of: (run: HyperRun) => Quantity;
}[] = [
  { name: "mean of l", of: (run) => run.lengthscale },
  { name: "mean of ln l", of: (run) => logarithm(run.lengthscale) },
  { name: "P(l < 0.1)", of: (run) => below(run.lengthscale, 0.1) },
  { name: "mean of v", of: (run) => run.variance },
  { name: "mean of ln v", of: (run) => logarithm(run.variance) },
  { name: "P(v < 10)", of: (run) => below(run.variance, 10) },
];

/** What tables say of one run, without its draws: plain numbers. */
export interface HyperTrial {
  readonly worstRhat: number;
  readonly essBulk: OfBoth;
  readonly essTail: OfBoth;
  /** Of each chain. */
  readonly stepSizes: readonly number[];
  /** Among the kept draws. */
  readonly divergences: number;
  /** Evaluations of the density, those of warm-up included. */
  readonly evaluations: number;
  readonly meanLengthscale: number;
  /** Of {@link hyperTargets}, in their order. */
  readonly targetMeans: readonly number[];
  readonly sdVariance: number;
  /** Of the variance's logarithm. */
  readonly sdLogVariance: number;
  /** Every check, see {@link HyperRun.passes}. */
  readonly passes: boolean;
}

/** Runs with the same settings and different streams, by their numbers. */
export class HyperTrials {
  constructor(readonly trials: readonly HyperTrial[]) {}

  /** Median over the runs. */
  median(of: (trial: HyperTrial) => number): number {
    return median(this.trials.map(of));
  }

  /** Mean over the runs. */
  average(of: (trial: HyperTrial) => number): number {
    return this.trials.reduce((sum, trial) => sum + of(trial), 0) / this.trials.length;
  }

  /** Share of the runs that pass every check. */
  get passing(): number {
    return this.average(({ passes }) => (passes ? 1 : 0));
  }

  /** Root mean square error of the lengthscale's mean. */
  error(exactMean: number): number {
    return Math.sqrt(this.average(({ meanLengthscale }) => (meanLengthscale - exactMean) ** 2));
  }
}

/** How often a run is repeated; `random` is the stream of one repetition. */
export interface Repetitions {
  readonly repetitions: number;
  readonly random: (repetition: number) => Random;
}

/** Repeats a run on the exam's hyper-posterior; the draws of warm-up are kept too. */
export async function hyperRuns(
  posterior: HyperPosterior,
  options: SampleOptions & NutsSettings,
  { repetitions, random }: Repetitions,
): Promise<HyperRun[]> {
  const runs: HyperRun[] = [];
  for (let r = 0; r < repetitions; r++)
    runs.push(
      new HyperRun(await sampleNuts(posterior, { ...options, keepWarmup: true }, { random: random(r) })),
    );
  return runs;
}

/** The numbers of a run. */
export function hyperTrial(run: HyperRun): HyperTrial {
  const { lengthscale, variance, stepSizes, worstRhat, divergences, evaluations, passes } = run;
  const essOf = (kind: "bulk" | "tail") => ({
    lengthscale: ess(lengthscale, kind),
    variance: ess(variance, kind),
  });
  return {
    worstRhat,
    essBulk: essOf("bulk"),
    essTail: essOf("tail"),
    stepSizes,
    divergences,
    evaluations,
    meanLengthscale: mean(lengthscale),
    targetMeans: hyperTargets.map(({ of }) => mean(of(run))),
    sdVariance: sd(variance),
    sdLogVariance: sd(logarithm(variance)),
    passes,
  };
}

/** Repeats a run on the exam's hyper-posterior and reads the numbers of each. */
export async function hyperTrials(
  posterior: HyperPosterior,
  options: SampleOptions & NutsSettings,
  repeated: Repetitions,
): Promise<HyperTrials> {
  return new HyperTrials((await hyperRuns(posterior, options, repeated)).map(hyperTrial));
}
