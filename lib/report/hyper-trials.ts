import type { HyperPosterior } from "../gp/index.js";
import { mean, type NutsSettings, type SampleOptions, sampleNuts } from "../inference/index.js";
import { median } from "../math/index.js";
import type { Random } from "../random/index.js";
import { HyperRun } from "./hyper-run.js";

/** Runs with the same settings and different streams. */
export interface HyperTrials {
  readonly runs: readonly HyperRun[];
  /** Median over the runs. */
  median(of: (run: HyperRun) => number): number;
  /** Mean over the runs. */
  average(of: (run: HyperRun) => number): number;
  /** Share of the runs that pass every check. */
  readonly passing: number;
  /** Root mean square error of the lengthscale's mean. */
  error(exactMean: number): number;
}

/** Repeats a run on the exam's hyper-posterior; evaluations of warm-up are counted too. */
export async function hyperTrials(
  posterior: HyperPosterior,
  options: SampleOptions & NutsSettings,
  { repetitions, random }: { readonly repetitions: number; readonly random: (repetition: number) => Random },
): Promise<HyperTrials> {
  const runs: HyperRun[] = [];
  for (let r = 0; r < repetitions; r++)
    runs.push(
      new HyperRun(await sampleNuts(posterior, { ...options, keepWarmup: true }, { random: random(r) })),
    );
  const average = (of: (run: HyperRun) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    runs,
    average,
    median: (of) => median(runs.map(of)),
    passing: average(({ passes }) => (passes ? 1 : 0)),
    error: (exactMean) => Math.sqrt(average(({ lengthscale }) => (mean(lengthscale) - exactMean) ** 2)),
  };
}
