import type { Random } from "../../random/index.js";
import { Breather, type ProgressTask, requireInput, silent } from "../../support/index.js";
import { hasConverged } from "../common/convergence.js";
import { type FitHooks, requireSameFit } from "../common/fit-hooks.js";
import type { Observations } from "../common/observations.js";
import { noteOnDistinctRows } from "../common/starting-clusters.js";
import { prepareMixture } from "./component-density.js";
import { type MixtureOptions, mixtureConfig, requireMixtureOptions } from "./config.js";
import { expectation } from "./e-step.js";
import { HardAssignments } from "./hard-assignments.js";
import { maximisation } from "./m-step.js";
import {
  type GaussianMixture,
  isMatrixType,
  type MixtureConfig,
  type MixtureParameters,
  type StartOutcome,
  shapedParameters,
} from "./model.js";
import { negligible } from "./negligible.js";
import { startingPoint } from "./start.js";

/** One start between two iterations. */
export interface StartState {
  readonly parameters: MixtureParameters;
  /** Mean log-likelihood of a row in nats, before the M step of each iteration. */
  readonly meanLogLikelihoods: readonly number[];
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

/** How a fit is watched, stopped and taken up again; from a state with fewer iterations or starts. */
export interface MixtureHooks extends FitHooks<MixtureState> {
  /** Turns the pruning of the E step off, to compare. */
  readonly prune?: boolean;
  /** Rows worked on at a time. */
  readonly chunkRows?: number | undefined;
}

const caller = "gaussianMixture.fit";

/**
 * Fits a Gaussian mixture by EM in the log domain (Bishop 2006, 9.2.2), in double precision, rows in chunks.
 *
 * One iteration is an E step, then an M step; its mean log-likelihood is that of the parameters BEFORE its M step. It
 * stops as scikit-learn does, when that changes by less than the tolerance, or after `maxIterations`. Of several
 * starts, each with a stream of its own, the one with the best last mean log-likelihood is kept. Where there are fewer distinct rows than
 * components, these share what there is, and the model says so in its `note`. A responsibility below 1e-40 counts as 0, which no sum over the
 * rows can show.
 *
 * @throws InputError for data or a configuration that are not fit, a component that has lost all its points, a covariance that is not
 *   positive definite, named with the remedy, and a likelihood that falls without regularisation
 * @throws InterruptedError when `hooks.signal` is aborted; `onState` has been given all finished iterations
 *
 * @example
 * const model = await gaussianMixture.fit(imageRows(train), { components: 10 }, { random: Random.from(1) });
 */
export async function fit(
  data: Observations,
  config: MixtureOptions,
  hooks: MixtureHooks = {},
): Promise<GaussianMixture> {
  const wanted = mixtureConfig(data.columns, config);
  requireMixtureOptions(data, wanted, config, hooks.random);
  if (hooks.from !== undefined) requireResumable(hooks.from, wanted);
  const { starts, maxIterations } = wanted;
  const total = starts * maxIterations;
  const outcomes = [...(hooks.from?.outcomes ?? [])];
  let best = hooks.from?.best ?? null;
  let current = hooks.from?.current;
  const before = outcomes.length * wanted.maxIterations + (current?.meanLogLikelihoods.length ?? 0);
  const title = hooks.title ?? `mixture of ${wanted.components} Gaussians`;
  const task = (hooks.progress ?? silent)(title, total, before);
  const hard = isMatrixType(wanted.covarianceType) ? HardAssignments.of(data, wanted.components) : undefined;
  while (outcomes.length < starts) {
    const { start } = config;
    const run: Run = { data, from: start, config: wanted, hooks, task, hard, start: outcomes.length + 1 };
    current ??= await firstState(run);
    while (!isOver(current, wanted)) {
      current = await iterate(current, run);
      hooks.onState?.({ config: wanted, current, outcomes: [...outcomes], best });
    }
    outcomes.push(outcomeOf(current, run.start));
    if (best === null || lastOf(current) > lastOf(best)) best = current;
    current = undefined;
  }
  const note = noteOnDistinctRows(data, wanted.components);
  const model = { ...makeMixture(wanted, best!, outcomes), ...(note !== undefined && { note }) };
  task.finish(noteOf(model));
  return model;
}

/** One line on how a fit has ended. */
export function noteOf({ history, converged, note }: GaussianMixture): string {
  const { meanLogLikelihood } = history[history.length - 1]!;
  const end = `${history.length} iterations${converged ? "" : ", not converged"}, lower bound ${meanLogLikelihood.toFixed(3)} nats`;
  return note === undefined ? end : `${end}; ${note}`;
}

/** What stays the same during one start. */
interface Run {
  readonly data: Observations;
  readonly from: MixtureOptions["start"];
  readonly config: MixtureConfig;
  readonly hooks: MixtureHooks;
  readonly task: ProgressTask;
  /** Kept from one M step to the next. */
  readonly hard: HardAssignments | undefined;
  readonly start: number;
}

const lastOf = (state: StartState) => state.meanLogLikelihoods.at(-1) ?? Number.NEGATIVE_INFINITY;
const isOver = (state: StartState, { maxIterations }: MixtureConfig) =>
  state.converged || state.meanLogLikelihoods.length >= maxIterations;

function outcomeOf(state: StartState, start: number): StartOutcome {
  const { meanLogLikelihoods, converged } = state;
  return { start, meanLogLikelihood: lastOf(state), iterations: meanLogLikelihoods.length, converged };
}

function requireResumable({ config: known, current }: MixtureState, config: MixtureConfig): void {
  const keys = ["components", "dimension", "covarianceType", "regularisation", "tolerance", "start"] as const;
  requireSameFit(caller, known, config, keys);
  const made = current.meanLogLikelihoods.length;
  requireInput(
    made <= config.maxIterations,
    caller,
    () => `cannot go on: ${made} iterations were made, wanted are ${config.maxIterations}`,
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
  const { data, from = "k-means", config, hooks } = run;
  const { signal } = hooks;
  const random: Random | undefined = hooks.random?.split("start", run.start);
  const name = config.starts > 1 ? `start ${run.start}/${config.starts}, ` : "";
  const onState = ({ length }: readonly number[]) =>
    run.task.update((run.start - 1) * config.maxIterations, `${name}k-means, iteration ${length}`);
  const point = await startingPoint(data, config.components, from, { random, signal, onState });
  const tick = ticker(run, new Breather(signal), 1, "first M step", 0, 0);
  const parameters = point.parameters ?? (await estimate(run, point.responsibilities!, tick));
  return { parameters, labels: point.labels, meanLogLikelihoods: [], converged: false };
}

function estimate(run: Run, responsibilities: Float64Array, tick: (share: number) => Promise<void>) {
  const { covarianceType, regularisation, components } = run.config;
  const { hard, hooks } = run;
  const { chunkRows } = hooks;
  const options = { covarianceType, regularisation, hard, tick, chunkRows };
  return maximisation(run.data, responsibilities, components, options);
}

/** One E step and one M step. */
async function iterate(state: StartState, run: Run): Promise<StartState> {
  const { data, config, hooks } = run;
  const { prune = true, chunkRows, signal } = hooks;
  const iteration = state.meanLogLikelihoods.length + 1;
  const breather = new Breather(signal);
  const before = lastOf(state);
  const note = `iteration ${iteration}${Number.isFinite(before) ? `, lower bound ${before.toFixed(3)}` : ""}`;
  const prepared = prepareMixture(caller, state.parameters, config.covarianceType);
  try {
    const found = await expectation(data, prepared.components, {
      guesses: state.labels,
      prune,
      least: negligible,
      tick: ticker(run, breather, iteration, note, 0, 0.5),
      chunkRows,
    });
    const tick = ticker(run, breather, iteration, note, 0.5, 1);
    const parameters = await estimate(run, found.responsibilities, tick);
    const now = pairwiseSum(found.logLikelihood) / found.logLikelihood.length;
    const meanLogLikelihoods = [...state.meanLogLikelihoods, now];
    const rule = { tolerance: config.tolerance, allowedFall: allowedFall(config, now) };
    const converged = hasConverged(caller, meanLogLikelihoods, rule);
    return { parameters, labels: found.labels, meanLogLikelihoods, converged };
  } finally {
    prepared.dispose();
  }
}

/**
 * With something added to the variances the M step no longer maximises the likelihood, which may then fall a little. Without, flat
 * directions of a covariance leave fewer digits to its determinant than a sum would (bench/mixture-rounding.mjs).
 */
function allowedFall({ regularisation }: MixtureConfig, now: number): number {
  return regularisation > 0 ? Number.POSITIVE_INFINITY : 1e-6 * Math.abs(now);
}

/** A sum whose rounding error grows with the logarithm of the length. */
function pairwiseSum(values: Float64Array): number {
  if (values.length <= 128) return values.reduce((sum, value) => sum + value, 0);
  const middle = values.length >> 1;
  return pairwiseSum(values.subarray(0, middle)) + pairwiseSum(values.subarray(middle));
}

function makeMixture(
  config: MixtureConfig,
  { parameters, meanLogLikelihoods, converged }: StartState,
  outcomes: readonly StartOutcome[],
): GaussianMixture {
  return {
    kind: "gaussian-mixture",
    config,
    parameters: shapedParameters(config, parameters),
    history: meanLogLikelihoods.map((meanLogLikelihood, i) => ({ iteration: i + 1, meanLogLikelihood })),
    converged,
    outcomes,
  };
}
