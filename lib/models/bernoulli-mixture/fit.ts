import type { Random } from "../../random/index.js";
import { Breather, InputError, requireInput, requireInteger, silent } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { hasConverged } from "../common/convergence.js";
import { type FitHooks, requireRandom, requireSameFit } from "../common/fit-hooks.js";
import { normaliseRows } from "../common/normalise-rows.js";
import { chunks, countRows, type Observations, rowRange, rowsPerChunk } from "../common/observations.js";
import { parameterArray } from "../common/parameter-array.js";
import { noteOnDistinctRows, sharedResponsibilities, startingClusters } from "../common/starting-clusters.js";
import { joint, requireBits } from "./density.js";
import {
  type BernoulliMixture,
  type BernoulliMixtureConfig,
  type BernoulliMixtureParameters,
  plainParameters,
} from "./model.js";

/** How binary images are to be fitted. */
export interface BernoulliMixtureOptions {
  readonly components: number;
  /** 1 by default (Laplace's rule of succession); 0 is maximum likelihood. */
  readonly pseudoCount?: number;
  /** Stop when the objective changes by less than this many nats per image; 1e-3 by default. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Where EM begins: with the clusters of k-means (the default), responsibilities rows x K, or parameters of the same shapes. */
  readonly start?:
    | "k-means"
    | { readonly responsibilities: Float64Array }
    | { readonly parameters: BernoulliMixture["parameters"] };
}

/** A fit between two iterations: enough to go on, bit for bit. */
export interface BernoulliMixtureState {
  readonly config: BernoulliMixtureConfig;
  readonly parameters: BernoulliMixtureParameters;
  readonly history: BernoulliMixture["history"];
}

const caller = "bernoulliMixture.fit";

/**
 * Fits a mixture of Bernoulli images by EM (Bishop 2006, section 9.3.3), in double precision, rows in chunks.
 *
 * E step: r_nk proportional to weight_k p(x_n | k). M step: weight_k = N_k / N and p_kd = (sum_n r_nk x_nd + c) / (N_k + 2 c), with c the
 * pseudo-count.
 *
 * @throws InputError for values other than 0 and 1, more components than rows, a component that has lost all its rows, or an objective
 *   (log-likelihood and log-prior per image) that falls
 * @throws InterruptedError when `hooks.signal` is aborted; `onState` has been given all finished iterations
 */
export async function fit(
  data: Observations,
  config: BernoulliMixtureOptions,
  hooks: FitHooks<BernoulliMixtureState> = {},
): Promise<BernoulliMixture> {
  const wanted = checked(data, config, hooks.random);
  const { components, maxIterations, tolerance, dimension } = wanted;
  const { from, progress = silent, signal, title } = hooks;
  if (from !== undefined)
    requireSameFit(caller, from.config, wanted, ["components", "dimension", "pseudoCount"]);
  const breather = new Breather(signal);
  const task = progress(title ?? `Bernoulli mixture of ${components}`, maxIterations);
  let parameters = from?.parameters ?? (await firstParameters(data, config.start, wanted, breather, hooks));
  const history = [...(from?.history ?? [])];
  const isOver = () =>
    hasConverged(
      caller,
      history.map(({ objective }) => objective),
      { tolerance },
    );
  let converged = isOver();
  while (!converged && history.length < maxIterations) {
    const found = await expectation(data, parameters, breather);
    const meanLogLikelihood = found.total / countRows(data);
    const objective = meanLogLikelihood + logPrior(wanted, parameters) / countRows(data);
    history.push({ iteration: history.length + 1, meanLogLikelihood, objective });
    converged = isOver();
    if (!converged) parameters = maximise(wanted, found.counts);
    hooks.onState?.({ config: wanted, parameters, history: [...history] });
    task.update(history.length, `${meanLogLikelihood.toFixed(3)} nats`);
  }
  const note = noteOnDistinctRows(data, components);
  const result = `${history.at(-1)!.meanLogLikelihood.toFixed(3)} nats after ${history.length} iterations`;
  task.finish(note === undefined ? result : `${result}; ${note}`);
  const { weights, probabilities } = parameters;
  return {
    kind: "bernoulli-mixture",
    config: wanted,
    parameters: {
      weights: parameterArray(weights, components),
      probabilities: parameterArray(probabilities, components, dimension),
    },
    history,
    converged,
    ...(note !== undefined && { note }),
  };
}

function checked(
  data: Observations,
  {
    components,
    pseudoCount = 1,
    tolerance = 1e-3,
    maxIterations = 200,
    start = "k-means",
  }: BernoulliMixtureOptions,
  random: Random | undefined,
): BernoulliMixtureConfig {
  const rows = requireBits(caller, data);
  const dimension = data.columns;
  requireInteger(caller, "components", components, 1);
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requireInput(
    components <= rows,
    caller,
    `wants at least as many rows as components, got ${rows} for ${components}`,
  );
  requireInput(pseudoCount >= 0, caller, `pseudoCount must be at least 0, got ${pseudoCount}`);
  if (start === "k-means") requireRandom(caller, random, "the start of k-means with");
  else if ("responsibilities" in start) {
    const { length } = start.responsibilities;
    requireInput(
      length === rows * components,
      caller,
      `responsibilities must be ${rows} x ${components}, got ${length} numbers`,
    );
  } else {
    const { shape } = start.parameters.probabilities;
    requireInput(
      shape.join() === [components, dimension].join(),
      caller,
      `the probabilities to begin with must be ${components} x ${dimension}, got ${shape.join(" x ")}`,
    );
  }
  return { components, dimension, pseudoCount, tolerance, maxIterations };
}

/** Those given, or of one M step from the responsibilities given, or from the clusters of k-means. */
async function firstParameters(
  data: Observations,
  start: BernoulliMixtureOptions["start"] = "k-means",
  config: BernoulliMixtureConfig,
  breather: Breather,
  { random, signal }: FitHooks<BernoulliMixtureState>,
): Promise<BernoulliMixtureParameters> {
  if (start !== "k-means" && "parameters" in start) return plainParameters(start.parameters);
  if (start !== "k-means") return maximise(config, await count(data, start.responsibilities, breather));
  const found = await startingClusters(data, config.components, { maxIterations: 10 }, { random, signal });
  return maximise(config, await count(data, sharedResponsibilities(found), breather));
}

/** Rows of a component, and of them how many have each pixel white. */
interface Counts {
  /** N_k. */
  readonly rows: Float64Array;
  /** sum_n r_nk x_nd, K x D. */
  readonly white: Float64Array;
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
        caller,
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
