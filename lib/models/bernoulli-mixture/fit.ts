import type { Random } from "../../random/index.js";
import {
  Breather,
  InputError,
  type ProgressSink,
  requireInput,
  requireInteger,
  silent,
} from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { normaliseRows } from "../common/normalise-rows.js";
import {
  chunks,
  countRows,
  type Observations,
  requireObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { noteOnDistinctRows, sharedResponsibilities, startingClusters } from "../common/starting-clusters.js";
import type { BernoulliMixture, BernoulliMixtureConfig, BernoulliMixtureParameters } from "./model.js";

/** How a mixture of Bernoulli images is fitted. */
export interface BernoulliMixtureOptions {
  readonly components: number;
  /** 1 by default (Laplace's rule of succession); 0 is maximum likelihood. */
  readonly pseudoCount?: number;
  /** Stop when the objective changes by less than this many nats per image; 1e-3 by default. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** rows x K to begin with; without it the clusters of k-means, drawn with `random`. */
  readonly responsibilities?: Float64Array;
  /** Begin with these instead, of the same shape: a fit that goes on from another. */
  readonly parameters?: BernoulliMixtureParameters;
  readonly random?: Random;
}

/** How a fit is watched and stopped. */
export interface BernoulliMixtureHooks {
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
  readonly title?: string;
}

/**
 * Fits a mixture of Bernoulli images by EM (Bishop 2006, section 9.3.3), in double precision, rows in chunks.
 *
 * E step: r_nk proportional to weight_k p(x_n | k). M step: weight_k = N_k / N and p_kd = (sum_n r_nk x_nd + c) / (N_k + 2 c), with c the
 * pseudo-count. The objective, log-likelihood and log-prior per image, never falls.
 *
 * @throws InputError for values other than 0 and 1, more components than rows, or a component that has lost all its rows
 */
export async function fitBernoulliMixture(
  observations: Observations,
  options: BernoulliMixtureOptions,
  { progress = silent, signal, title }: BernoulliMixtureHooks = {},
): Promise<BernoulliMixture> {
  const config = checked(observations, options);
  const { components, maxIterations, tolerance } = config;
  const breather = new Breather(signal);
  const task = progress(title ?? `Bernoulli mixture of ${components}`, maxIterations);
  let parameters =
    options.parameters ?? (await firstParameters(observations, options, config, breather, signal));
  const history: { logLikelihood: number; objective: number }[] = [];
  let converged = false;
  while (!converged && history.length < maxIterations) {
    const found = await expectation(observations, parameters, breather);
    const logLikelihood = found.total / countRows(observations);
    const objective = logLikelihood + logPrior(config, parameters) / countRows(observations);
    converged = Math.abs(objective - (history.at(-1)?.objective ?? Number.NEGATIVE_INFINITY)) < tolerance;
    history.push({ logLikelihood, objective });
    if (!converged) parameters = maximise(config, found.counts);
    task.update(history.length, `${logLikelihood.toFixed(3)} nats`);
  }
  const note = noteOnDistinctRows(observations, components);
  const result = `${history.at(-1)!.logLikelihood.toFixed(3)} nats after ${history.length} iterations`;
  task.finish(note === undefined ? result : `${result}; ${note}`);
  const model = { kind: "bernoulli-mixture", config, ...parameters, history, converged } as const;
  return note === undefined ? model : { ...model, note };
}

/** ln p(x) of every row in nats; the rows hold 0 and 1. */
export async function bernoulliMixtureLogLikelihood(
  model: BernoulliMixture,
  observations: Observations,
): Promise<Float64Array> {
  requireBits("bernoulliMixtureLogLikelihood", observations);
  requireInput(
    observations.columns === model.config.dimension,
    "bernoulliMixtureLogLikelihood",
    `the model has ${model.config.dimension} columns, the data have ${observations.columns}`,
  );
  const all = new Float64Array(countRows(observations));
  for (const [start, end] of chunks(all.length, rowsPerChunk(observations.columns)))
    all.set(normaliseRows(joint(model, observations, start, end), model.weights.length).logLikelihood, start);
  return all;
}

function checked(observations: Observations, options: BernoulliMixtureOptions): BernoulliMixtureConfig {
  const caller = "fitBernoulliMixture";
  const rows = requireBits(caller, observations);
  const { components, pseudoCount = 1, tolerance = 1e-3, maxIterations = 200 } = options;
  const { responsibilities, parameters } = options;
  requireInteger(caller, "components", components, 1);
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requireInput(
    components <= rows,
    caller,
    `wants at least as many rows as components, got ${rows} for ${components}`,
  );
  requireInput(pseudoCount >= 0, caller, `pseudoCount must be at least 0, got ${pseudoCount}`);
  requireInput(
    responsibilities === undefined || responsibilities.length === rows * components,
    caller,
    `responsibilities must be ${rows} x ${components}, got ${responsibilities?.length} numbers`,
  );
  const probabilities = parameters?.probabilities.length;
  requireInput(
    probabilities === undefined || probabilities === components * observations.columns,
    caller,
    `the probabilities to begin with must be ${components} x ${observations.columns}, got ${probabilities} numbers`,
  );
  requireInput(
    responsibilities !== undefined || parameters !== undefined || options.random !== undefined,
    caller,
    "wants responsibilities, parameters or a random stream to draw a start with",
  );
  return { components, dimension: observations.columns, pseudoCount, tolerance, maxIterations };
}

function requireBits(caller: string, observations: Observations): number {
  const rows = requireObservations(caller, observations);
  const { values, offset = 0, divisor = 1 } = observations;
  const place = (values as Float64Array).findIndex((value) => {
    const x = (value + offset) / divisor;
    return x !== 0 && x !== 1;
  });
  requireInput(
    place < 0,
    caller,
    () =>
      `a Bernoulli mixture is a probability of bits, got ${(values[place]! + offset) / divisor}: binarise the images first`,
  );
  return rows;
}

/** One M step from the responsibilities given, or from the clusters of k-means. */
async function firstParameters(
  observations: Observations,
  { components, random, responsibilities }: BernoulliMixtureOptions,
  config: BernoulliMixtureConfig,
  breather: Breather,
  signal: AbortSignal | undefined,
): Promise<BernoulliMixtureParameters> {
  if (responsibilities !== undefined)
    return maximise(config, await count(observations, responsibilities, breather));
  const hooks = signal === undefined ? {} : { signal };
  const found = await startingClusters(observations, components, random!, { maxIterations: 10 }, hooks);
  return maximise(config, await count(observations, sharedResponsibilities(found), breather));
}

/** Rows of a component, and of them how many have each pixel white. */
interface Counts {
  /** N_k. */
  readonly rows: Float64Array;
  /** sum_n r_nk x_nd, K x D. */
  readonly white: Float64Array;
}

/** ln weight_k + ln p(x | k) of some rows, rows x K: one matrix product. */
function joint(
  { weights, probabilities }: BernoulliMixtureParameters,
  observations: Observations,
  start: number,
  end: number,
) {
  const components = weights.length;
  const { columns } = observations;
  const logits = probabilities.map((p) => Math.log(p) - Math.log1p(-p));
  const constants = Float64Array.from(weights, (weight, k) => {
    let sum = Math.log(weight);
    for (let d = 0; d < columns; d++) sum += Math.log1p(-probabilities[k * columns + d]!);
    return sum;
  });
  return float64Scope(() =>
    rowRange(observations, start, end)
      .multiply(matrix(logits, components, columns), { transposeRight: true })
      .plus(matrix(constants, 1, components))
      .toArray(),
  );
}

function addCounts(
  counts: Counts,
  observations: Observations,
  start: number,
  responsibilities: Float64Array,
) {
  const components = counts.rows.length;
  const rows = responsibilities.length / components;
  const white = float64Scope(() =>
    matrix(responsibilities, rows, components)
      .multiply(rowRange(observations, start, start + rows), { transposeLeft: true })
      .toArray(),
  );
  for (let i = 0; i < white.length; i++) counts.white[i]! += white[i]!;
  for (let i = 0; i < responsibilities.length; i++) counts.rows[i % components]! += responsibilities[i]!;
}

const noCounts = (components: number, columns: number): Counts => ({
  rows: new Float64Array(components),
  white: new Float64Array(components * columns),
});

async function count(
  observations: Observations,
  responsibilities: Float64Array,
  breather: Breather,
): Promise<Counts> {
  const rows = countRows(observations);
  const components = responsibilities.length / rows;
  const counts = noCounts(components, observations.columns);
  for (const [start, end] of chunks(rows, rowsPerChunk(observations.columns))) {
    addCounts(counts, observations, start, responsibilities.subarray(start * components, end * components));
    await breather.breathe();
  }
  return counts;
}

async function expectation(
  observations: Observations,
  parameters: BernoulliMixtureParameters,
  breather: Breather,
) {
  const components = parameters.weights.length;
  const counts = noCounts(components, observations.columns);
  let total = 0;
  for (const [start, end] of chunks(countRows(observations), rowsPerChunk(observations.columns))) {
    const found = normaliseRows(joint(parameters, observations, start, end), components);
    for (const value of found.logLikelihood) total += value;
    addCounts(counts, observations, start, found.responsibilities);
    await breather.breathe();
  }
  return { total, counts };
}

function maximise(
  { dimension, pseudoCount }: BernoulliMixtureConfig,
  { rows, white }: Counts,
): BernoulliMixtureParameters {
  const all = rows.reduce((sum, value) => sum + value, 0);
  rows.forEach((value, k) => {
    if (!(value > 1e-10))
      throw new InputError(
        "fitBernoulliMixture",
        `component ${k} has lost all its rows: ask for fewer components or another start`,
        { component: k },
      );
  });
  // inside the interval also without pseudo-counts, where a logarithm would be minus infinity times nothing
  const inside = (p: number) => Math.min(1 - 1e-12, Math.max(1e-12, p));
  return {
    weights: rows.map((value) => value / all),
    probabilities: white.map((value, i) => {
      const k = Math.floor(i / dimension);
      return inside((value + pseudoCount) / (rows[k]! + 2 * pseudoCount));
    }),
  };
}

/** c sum over all probabilities of ln p + ln(1 - p), nats. */
function logPrior(
  { pseudoCount }: BernoulliMixtureConfig,
  { probabilities }: BernoulliMixtureParameters,
): number {
  if (pseudoCount === 0) return 0;
  return pseudoCount * probabilities.reduce((sum, p) => sum + Math.log(p) + Math.log1p(-p), 0);
}
