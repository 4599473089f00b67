import type { Random } from "../../random/index.js";
import {
  Breather,
  InputError,
  requireInput,
  requireInteger,
  requirePositive,
  silent,
} from "../../support/index.js";
import { hasConverged } from "../common/convergence.js";
import { type FitHooks, requireRandom, requireSameFit } from "../common/fit-hooks.js";
import { normaliseRows } from "../common/normalise-rows.js";
import {
  chunks,
  countRows,
  type Observations,
  requireObservations,
  rowsPerChunk,
} from "../common/observations.js";
import { noteOnDistinctRows } from "../common/starting-clusters.js";
import { jointLogDensities, type PreparedFactors, prepareFactors } from "./density.js";
import { maximiseFactors } from "./m-step.js";
import {
  type FactorMixture,
  type FactorMixtureConfig,
  type FactorMixtureParameters,
  type FactorNoise,
  plainParameters,
  shapedParameters,
} from "./model.js";
import { factorStart } from "./start.js";

/** How rows are to be fitted. */
export interface FactorMixtureOptions {
  readonly components: number;
  readonly factors: number;
  /** "diagonal" (factor analysis) by default; "isotropic" is a mixture of probabilistic PCA. */
  readonly noise?: FactorNoise;
  /** Lower bound of every noise variance, in the squared unit of the data; 1e-6 by default. */
  readonly varianceFloor?: number;
  /** Stop when the mean log-likelihood changes by less than this many nats; 1e-3 by default. */
  readonly tolerance?: number;
  /** At most so many iterations, 100 by default. */
  readonly maxIterations?: number;
  /** Where EM begins: with the clusters of k-means (the default), or with these parameters, of the same shapes. */
  readonly start?: "k-means" | { readonly parameters: FactorMixture["parameters"] };
}

/** A fit between two iterations: enough to go on, bit for bit. */
export interface FactorMixtureState {
  readonly config: FactorMixtureConfig;
  readonly parameters: FactorMixtureParameters;
  readonly meanLogLikelihoods: readonly number[];
}

const caller = "factorMixture.fit";
const sameAtResumption = ["components", "factors", "dimension", "noise", "varianceFloor"] as const;

/**
 * Fits a mixture of factor analysers by EM in double precision (Ghahramani and Hinton 1996; on whole images Richardson and Weiss 2018). An
 * iteration costs O(rows D (K Q + K)) and no D x D matrix.
 *
 * @throws InputError for data or a configuration that are not fit, a component that has lost all its rows, or a likelihood that falls
 * @throws InterruptedError when `hooks.signal` is aborted; `onState` has been given all finished iterations
 */
export async function fit(
  data: Observations,
  config: FactorMixtureOptions,
  hooks: FitHooks<FactorMixtureState> = {},
): Promise<FactorMixture> {
  const wanted = checkedConfig(data, config, hooks.random);
  const { from, signal, progress = silent } = hooks;
  if (from !== undefined) requireSameFit(caller, from.config, wanted, sameAtResumption);
  const { components, factors, maxIterations, tolerance } = wanted;
  const title = hooks.title ?? `${components} factor analysers of ${factors}`;
  const task = progress(title, maxIterations, from?.meanLogLikelihoods.length);
  const breather = new Breather(signal);
  let parameters = from?.parameters ?? (await firstParameters(data, wanted, config.start, hooks));
  const path = [...(from?.meanLogLikelihoods ?? [])];
  let converged = hasConverged(caller, path, { tolerance });
  while (!converged && path.length < maxIterations) {
    const prepared = prepareFactors(parameters, factors);
    const found = await expectation(data, prepared, breather);
    parameters = await maximiseFactors(data, found.responsibilities, parameters, prepared, wanted, breather);
    path.push(found.mean);
    converged = hasConverged(caller, path, { tolerance });
    hooks.onState?.({ config: wanted, parameters, meanLogLikelihoods: [...path] });
    task.update(path.length, `log-likelihood ${found.mean.toFixed(2)}`);
  }
  const note = noteOnDistinctRows(data, components);
  const result = `log-likelihood ${path.at(-1)!.toFixed(2)} after ${path.length} iterations`;
  task.finish(note === undefined ? result : `${result}; ${note}`);
  return {
    kind: "factor-mixture",
    config: wanted,
    parameters: shapedParameters(wanted, parameters),
    history: path.map((meanLogLikelihood, i) => ({ iteration: i + 1, meanLogLikelihood })),
    converged,
    ...(note !== undefined && { note }),
  };
}

async function firstParameters(
  data: Observations,
  config: FactorMixtureConfig,
  start: FactorMixtureOptions["start"] = "k-means",
  { random, signal }: FitHooks<FactorMixtureState>,
): Promise<FactorMixtureParameters> {
  return start === "k-means" ? factorStart(data, config, random!, signal) : plainParameters(start.parameters);
}

/** Responsibilities of all rows, and the mean log-likelihood. */
async function expectation(observations: Observations, prepared: PreparedFactors, breather: Breather) {
  const { components, dimension } = prepared;
  const count = countRows(observations);
  const responsibilities = new Float64Array(count * components);
  let total = 0;
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const found = normaliseRows(jointLogDensities(prepared, observations, start, end), components);
    responsibilities.set(found.responsibilities, start * components);
    for (const value of found.logLikelihood) total += value;
    const bad = found.logLikelihood.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new InputError(caller, `the density of row ${start + bad} is not finite`, {
        row: start + bad,
      });
    await breather.breathe();
  }
  return { responsibilities, mean: total / count };
}

function checkedConfig(
  data: Observations,
  options: FactorMixtureOptions,
  random: Random | undefined,
): FactorMixtureConfig {
  const rows = requireObservations(caller, data);
  const { components, factors, noise = "diagonal", varianceFloor = 1e-6 } = options;
  const { tolerance = 1e-3, maxIterations = 100, start = "k-means" } = options;
  const dimension = data.columns;
  requireInteger(caller, "components", components, 1);
  requireInteger(caller, "factors", factors, 1);
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requirePositive(caller, "varianceFloor", varianceFloor);
  requireInput(
    factors < dimension,
    caller,
    `wants fewer factors than the ${dimension} columns, got ${factors}`,
  );
  requireInput(
    components <= rows,
    caller,
    `wants at least as many rows as components, got ${rows} for ${components}`,
  );
  if (start === "k-means") requireRandom(caller, random, "the start with");
  else {
    const { shape } = start.parameters.loadings;
    requireInput(
      shape.join() === [components, dimension, factors].join(),
      caller,
      () =>
        `the loadings to begin with must be ${components} x ${dimension} x ${factors}, got ${shape.join(" x ")}`,
    );
  }
  return { components, factors, dimension, noise, varianceFloor, tolerance, maxIterations };
}
