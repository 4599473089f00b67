import type { Random } from "../../random/index.js";
import {
  InputError,
  requireFinite,
  requireInput,
  requireInteger,
  requireLength,
  requirePositive,
  type WorkHooks,
} from "../../support/index.js";
import type { MetricKind } from "../nuts/metric.js";
import type { MetricSource } from "./adaptation.js";
import { warmupSchedule } from "./warmup-schedule.js";

/** How to run chains. Plain data: it can be sent to a worker thread. */
export interface SampleOptions {
  /** Number of chains, each with its own random stream. Default 4. */
  readonly chains?: number;
  /** Warm-up transitions of each chain, in which step size and metric are adapted. Default 1000. */
  readonly warmup?: number;
  /** Kept draws of each chain. Default 1000. */
  readonly draws?: number;
  /** Mean acceptance statistic that the step size is adapted to, in (0, 1). Default: see the sampler. */
  readonly targetAcceptance?: number;
  /**
   * Shape of the metric that warm-up learns. Default: "dense" where the last window of warm-up holds at least 30 draws a dimension,
   * otherwise "low-rank": variances, and those few directions in which the draws vary much more or less than variances tell.
   */
  readonly metric?: MetricKind;
  /**
   * What it is learned from: "draws-and-gradients" (default, see {@link fisherMetric}) or the draws' covariance alone, "draws", as Stan does.
   */
  readonly metricFrom?: MetricSource;
  /**
   * The metric's covariance before warm-up has learned one: variances [dimension] or rows [dimension * dimension], as the metric's shape
   * has it, which it decides where that is not given. Default: the identity. With fewer than 20 warm-up transitions it stays.
   */
  readonly startCovariance?: ArrayLike<number>;
  /** Where the search for the first step size begins; the step itself if there is no warm-up. Default 1. */
  readonly stepSize?: number;
  /** Transitions at the end of warm-up in which the step size alone is adapted. Default: see {@link warmupSchedule}; Stan has 50. */
  readonly finalPhase?: number;
  /** One start per chain; default: every coordinate uniform in (-startRadius, startRadius). */
  readonly starts?: readonly ArrayLike<number>[];
  /** Half-width of the over-dispersed starts, default 2 as in Stan. */
  readonly startRadius?: number;
  /** Keep the draws and statistics of warm-up as well. Default false. */
  readonly keepWarmup?: boolean;
  /** Names of the coordinates, default "x[0]", "x[1]", ... */
  readonly names?: readonly string[];
}

const metricKinds: readonly MetricKind[] = ["diagonal", "dense", "low-rank"];

/** The stream that chains draw from, and how a run is watched and stopped. */
export interface SamplingHooks extends WorkHooks {
  /** Chain c draws from `random.split("chain", c)`. */
  readonly random: Random;
}

/** Options with every default filled in. */
export type Settings = Required<Omit<SampleOptions, "starts" | "startCovariance" | "finalPhase">> &
  Pick<SampleOptions, "starts" | "startCovariance" | "finalPhase">;

/** Checks options against a dimension and fills in the defaults. `caller` is named in errors. */
export function completeSettings(
  caller: string,
  options: SampleOptions,
  dimension: number,
  targetAcceptance: number,
): Settings {
  requireInteger(caller, "density.dimension", dimension, 1);
  requireInteger(caller, "warmup", options.warmup ?? 1000);
  const settings: Settings = {
    chains: 4,
    warmup: 1000,
    draws: 1000,
    targetAcceptance,
    metric: defaultMetric(options, dimension),
    metricFrom: "draws-and-gradients",
    stepSize: 1,
    startRadius: 2,
    keepWarmup: false,
    names: Array.from({ length: dimension }, (_, i) => `x[${i}]`),
    ...withoutUndefined(options),
  };
  requireInteger(caller, "chains", settings.chains, 1);
  requireInteger(caller, "draws", settings.draws, 1);
  requirePositive(caller, "stepSize", settings.stepSize);
  requirePositive(caller, "startRadius", settings.startRadius);
  const { targetAcceptance: target, metric, metricFrom } = settings;
  requireInput(target > 0 && target < 1, caller, () => `targetAcceptance must be in (0, 1), got ${target}`, {
    targetAcceptance: target,
  });
  requireInput(
    metricKinds.includes(metric),
    caller,
    () => `metric must be "diagonal", "dense" or "low-rank", got ${metric}`,
    { metric },
  );
  requireInput(
    metricFrom === "draws-and-gradients" || (metricFrom === "draws" && metric !== "low-rank"),
    caller,
    () =>
      `metricFrom must be "draws-and-gradients" or, for a metric that is not of low rank, "draws"; got ${metricFrom} for a ${metric} metric`,
    { metricFrom, metric },
  );
  checkStarts(caller, settings, dimension);
  if (settings.startCovariance !== undefined) {
    const wanted = metric === "diagonal" ? dimension : dimension * dimension;
    requireLength(caller, "startCovariance", settings.startCovariance.length, wanted);
    requireFinite(caller, "startCovariance", settings.startCovariance);
  }
  checkNames(caller, settings.names, dimension);
  return settings;
}

/** Draws a dimension from which on a covariance matrix is known well enough to be worth it. */
const drawsPerDimension = 30;

function defaultMetric(
  { warmup = 1000, finalPhase, startCovariance, metricFrom }: SampleOptions,
  dimension: number,
): MetricKind {
  if (startCovariance !== undefined) return startCovariance.length === dimension ? "diagonal" : "dense";
  const learning = warmupSchedule(warmup, finalPhase).slow.at(-1) ?? 0;
  if (learning >= drawsPerDimension * dimension) return "dense";
  return learning > 0 && (metricFrom ?? "draws-and-gradients") !== "draws" ? "low-rank" : "diagonal";
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function checkStarts(caller: string, { starts, chains }: Settings, dimension: number): void {
  if (starts === undefined) return;
  requireLength(caller, "starts", starts.length, chains);
  starts.forEach((start, chain) => {
    requireLength(caller, `starts[${chain}]`, start.length, dimension);
  });
}

function checkNames(caller: string, names: readonly string[], dimension: number): void {
  requireLength(caller, "names", names.length, dimension);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) {
    throw new InputError(caller, `names must differ from each other, got "${repeated}" twice`, { names });
  }
}
