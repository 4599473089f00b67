import { Breather, type ProgressSink, type ProgressTask, requireInput, silent } from "../../support/index.js";
import type { Observations } from "../common/observations.js";
import { noteOnDistinctRows } from "../common/starting-clusters.js";
import { CertainRows } from "./certain-rows.js";
import { prepareMixture } from "./component-density.js";
import { expectation } from "./e-step.js";
import { negligible } from "./hopeless.js";
import { maximisation } from "./m-step.js";
import {
  type GaussianMixture,
  isMatrixType,
  type MixtureConfig,
  type MixtureParameters,
  type StartOutcome,
  shapedParameters,
} from "./model.js";
import { type MixtureOptions, mixtureConfig, requireMixtureOptions } from "./options.js";
import { startingPoint } from "./start.js";

/** One start between two iterations. */
export interface StartState {
  readonly parameters: MixtureParameters;
  readonly lowerBounds: readonly number[];
  /** The most probable component of each row in the last E step. */
  readonly labels: Int32Array;
  readonly converged: boolean;
}

/** A fit between two iterations: a plain record, enough to go on, bit for bit. */
export interface MixtureState {
  readonly config: MixtureConfig;
  readonly current: StartState;
  /** The starts that have ended. */
  readonly outcomes: readonly StartOutcome[];
  /** The best of them. */
  readonly best: StartState | null;
}

/** How a fit is watched, stopped and taken up again. */
export interface MixtureHooks {
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
  /** Called with the state after every iteration, to save it. */
  readonly onIteration?: (state: MixtureState) => void;
  /** Goes on from here; of the same configuration but for the number of iterations and starts. */
  readonly from?: MixtureState;
  readonly title?: string;
  /** Turns the pruning of the E step off, to compare. */
  readonly prune?: boolean;
  /** Rows worked on at a time. */
  readonly chunkRows?: number;
}

/**
 * Fits a Gaussian mixture by EM in the log domain (Bishop 2006, 9.2.2), in double precision, rows in chunks.
 *
 * One iteration is an E step, then an M step; its lower bound is the mean log-likelihood of the parameters BEFORE its M step. It
 * stops as scikit-learn does, when the bound changes by less than the tolerance, or after `maxIterations`. Of several
 * starts the one with the best last bound is kept. Where there are fewer distinct rows than components, these share what there is, and the
 * model says so in its `note`. A responsibility below 1e-40 counts as 0, which no sum over the rows can show.
 *
 * @throws InputError for data or options that are not fit, a component that has lost all its points, and a covariance that is not
 *   positive definite, named with the remedy
 * @throws InterruptedError when `hooks.signal` is aborted; `onIteration` has been given all finished iterations
 *
 * @example
 * const model = await fitGaussianMixture(imageRows(train), { components: 10, random: Random.from(1) });
 */
export async function fitGaussianMixture(
  observations: Observations,
  options: MixtureOptions,
  hooks: MixtureHooks = {},
): Promise<GaussianMixture> {
  const config = mixtureConfig(observations.columns, options);
  requireMixtureOptions(observations, config, options);
  if (hooks.from !== undefined) requireSameFit(hooks.from, config);
  const { starts, maxIterations } = config;
  const total = starts * maxIterations;
  const task = (hooks.progress ?? silent)(hooks.title ?? `Gaussian mixture of ${config.components}`, total);
  const outcomes = [...(hooks.from?.outcomes ?? [])];
  let best = hooks.from?.best ?? null;
  let current = hooks.from?.current;
  const certain = isMatrixType(config.covarianceType)
    ? CertainRows.of(observations, config.components)
    : undefined;
  while (outcomes.length < starts) {
    const run: Run = { observations, options, config, hooks, task, certain, start: outcomes.length + 1 };
    current ??= await firstState(run);
    while (!isOver(current, config)) {
      current = await iterate(current, run);
      hooks.onIteration?.({ config, current, outcomes: [...outcomes], best });
    }
    outcomes.push(outcomeOf(current, run.start));
    if (best === null || lastBound(current) > lastBound(best)) best = current;
    current = undefined;
  }
  const kept = best!;
  const note = noteOnDistinctRows(observations, config.components);
  const result = `lower bound ${lastBound(kept).toFixed(3)} after ${kept.lowerBounds.length} iterations`;
  task.finish(note === undefined ? result : `${result}; ${note}`);
  return { ...makeMixture(config, kept, outcomes), ...(note !== undefined && { note }) };
}

/** What stays the same during one start. */
interface Run {
  readonly observations: Observations;
  readonly options: MixtureOptions;
  readonly config: MixtureConfig;
  readonly hooks: MixtureHooks;
  readonly task: ProgressTask;
  /** Kept from one M step to the next. */
  readonly certain: CertainRows | undefined;
  readonly start: number;
}

const lastBound = (state: StartState) => state.lowerBounds.at(-1) ?? Number.NEGATIVE_INFINITY;
const isOver = (state: StartState, { maxIterations }: MixtureConfig) =>
  state.converged || state.lowerBounds.length >= maxIterations;

function outcomeOf(state: StartState, start: number): StartOutcome {
  const { lowerBounds, converged } = state;
  return { start, lowerBound: lastBound(state), iterations: lowerBounds.length, converged };
}

function requireSameFit({ config: known, current }: MixtureState, config: MixtureConfig): void {
  for (const key of [
    "components",
    "dimension",
    "covarianceType",
    "regularization",
    "tolerance",
    "start",
  ] as const) {
    requireInput(
      known[key] === config[key],
      "fitGaussianMixture",
      () => `cannot go on from a fit with ${key} ${known[key]}, wanted is ${config[key]}`,
    );
  }
  requireInput(
    current.lowerBounds.length <= config.maxIterations,
    "fitGaussianMixture",
    () =>
      `cannot go on: ${current.lowerBounds.length} iterations were made, wanted are ${config.maxIterations}`,
  );
}

/** Reports the share of a step and lets the event loop breathe between chunks. */
function ticker(run: Run, breather: Breather, iteration: number, what: string, from: number, to: number) {
  const { start, config, task } = run;
  const base = (start - 1) * config.maxIterations + iteration - 1;
  const name = config.starts > 1 ? `start ${start}/${config.starts}, ` : "";
  return async (share: number) => {
    task.update(base + from + share * (to - from), `${name}${what}`);
    await breather.breathe();
  };
}

async function firstState(run: Run): Promise<StartState> {
  const { observations, options, config, hooks } = run;
  const breather = new Breather(hooks.signal);
  const random = options.random?.split("start", run.start);
  const { signal } = hooks;
  const name = config.starts > 1 ? `start ${run.start}/${config.starts}, ` : "";
  const onIteration = (iteration: number) =>
    run.task.update((run.start - 1) * config.maxIterations, `${name}k-means, iteration ${iteration}`);
  const startHooks = signal === undefined ? { onIteration } : { onIteration, signal };
  const { start = "k-means" } = options;
  const point = await startingPoint(observations, config.components, start, random, startHooks);
  const tick = ticker(run, breather, 1, "first M step", 0, 0);
  const parameters = point.parameters ?? (await estimate(run, point.responsibilities!, tick));
  return { parameters, labels: point.labels, lowerBounds: [], converged: false };
}

function estimate(run: Run, responsibilities: Float64Array, tick: (share: number) => Promise<void>) {
  const { covarianceType, regularization, components } = run.config;
  const { certain, hooks } = run;
  const { chunkRows } = hooks;
  const options = {
    covarianceType,
    regularization,
    certain,
    tick,
    ...(chunkRows === undefined ? {} : { chunkRows }),
  };
  return maximisation(run.observations, responsibilities, components, options);
}

/** One E step and one M step. */
async function iterate(state: StartState, run: Run): Promise<StartState> {
  const { observations, config, hooks } = run;
  const { prune = true, chunkRows } = hooks;
  const iteration = state.lowerBounds.length + 1;
  const breather = new Breather(hooks.signal);
  const bound = lastBound(state);
  const note = `iteration ${iteration}${Number.isFinite(bound) ? `, lower bound ${bound.toFixed(3)}` : ""}`;
  const prepared = prepareMixture("fitGaussianMixture", state.parameters, config.covarianceType);
  try {
    const found = await expectation(observations, prepared.components, {
      guesses: state.labels,
      prune,
      least: negligible,
      tick: ticker(run, breather, iteration, note, 0, 0.5),
      ...(chunkRows === undefined ? {} : { chunkRows }),
    });
    const tick = ticker(run, breather, iteration, note, 0.5, 1);
    const parameters = await estimate(run, found.responsibilities, tick);
    const lowerBound = pairwiseSum(found.logLikelihood) / found.logLikelihood.length;
    return {
      parameters,
      labels: found.labels,
      lowerBounds: [...state.lowerBounds, lowerBound],
      converged: Math.abs(lowerBound - bound) < config.tolerance,
    };
  } finally {
    prepared.dispose();
  }
}

/** A sum whose rounding error grows with the logarithm of the length. */
function pairwiseSum(values: Float64Array): number {
  if (values.length <= 128) return values.reduce((sum, value) => sum + value, 0);
  const middle = values.length >> 1;
  return pairwiseSum(values.subarray(0, middle)) + pairwiseSum(values.subarray(middle));
}

function makeMixture(
  config: MixtureConfig,
  { parameters, lowerBounds, converged }: StartState,
  outcomes: readonly StartOutcome[],
): GaussianMixture {
  return {
    kind: "gaussian-mixture",
    config,
    parameters: shapedParameters(config, parameters),
    history: lowerBounds.map((lowerBound, i) => ({ iteration: i + 1, lowerBound })),
    converged,
    outcomes,
  };
}
