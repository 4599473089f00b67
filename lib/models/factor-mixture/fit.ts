import type { Random } from "../../random/index.js";
import {
  Breather,
  InputError,
  type ProgressSink,
  requireInput,
  requireInteger,
  requirePositive,
  silent,
} from "../../support/index.js";
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
import type { FactorMixture, FactorMixtureConfig, FactorMixtureParameters, FactorNoise } from "./model.js";
import { factorStart } from "./start.js";

/** How a mixture of factor analysers is fitted. */
export interface FactorMixtureOptions {
  readonly components: number;
  readonly factors: number;
  /** "diagonal" (factor analysis) by default; "isotropic" is a mixture of probabilistic PCA. */
  readonly noise?: FactorNoise;
  /** Lower bound of every noise variance, in the squared unit of the data; 1e-6 by default. */
  readonly varianceFloor?: number;
  /** Stop when the mean log-likelihood rises by less than this many nats; 1e-3 by default. */
  readonly tolerance?: number;
  /** At most so many iterations, 100 by default. */
  readonly maxIterations?: number;
  /** Begin with these parameters, of the same shape. */
  readonly parameters?: FactorMixtureParameters;
  /** Draws the start; wanted without parameters. */
  readonly random?: Random;
}

/** A fit between two iterations: enough to go on, bit for bit. */
export interface FactorMixtureState {
  readonly config: FactorMixtureConfig;
  readonly parameters: FactorMixtureParameters;
  readonly history: readonly number[];
}

/** How a fit is watched, stopped and taken up again. */
export interface FactorMixtureHooks {
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
  readonly onIteration?: (state: FactorMixtureState) => void;
  /** Goes on from here; of the same configuration but for the number of iterations. */
  readonly from?: FactorMixtureState;
  readonly title?: string;
}

/**
 * Fits a mixture of factor analysers by EM in double precision (Ghahramani and Hinton 1996; on whole images Richardson and Weiss 2018). An
 * iteration costs O(rows D (K Q + K)) and no D x D matrix; the mean log-likelihood never falls.
 *
 * @throws InputError for data or options that are not fit, or a component that has lost all its rows
 * @throws InterruptedError when `hooks.signal` is aborted; `onIteration` has been given all finished iterations
 */
export async function fitFactorMixture(
  observations: Observations,
  options: FactorMixtureOptions,
  hooks: FactorMixtureHooks = {},
): Promise<FactorMixture> {
  const config = checkedConfig(observations, options);
  const { from, signal, progress = silent } = hooks;
  if (from !== undefined) requireSameFit(from.config, config);
  const { components, factors, maxIterations, tolerance } = config;
  const task = progress(hooks.title ?? `${components} factor analysers of ${factors}`, maxIterations);
  const breather = new Breather(signal);
  let parameters =
    from?.parameters ??
    options.parameters ??
    (await factorStart(observations, config, options.random!, signal));
  const history = [...(from?.history ?? [])];
  let converged = isConverged(history, tolerance);
  while (!converged && history.length < maxIterations) {
    const prepared = prepareFactors(parameters, factors);
    const found = await expectation(observations, prepared, breather);
    parameters = await maximiseFactors(
      observations,
      found.responsibilities,
      parameters,
      prepared,
      config,
      breather,
    );
    history.push(found.mean);
    converged = isConverged(history, tolerance);
    hooks.onIteration?.({ config, parameters, history: [...history] });
    task.update(history.length, `log-likelihood ${found.mean.toFixed(2)}`);
  }
  const note = noteOnDistinctRows(observations, components);
  const result = `log-likelihood ${history.at(-1)!.toFixed(2)} after ${history.length} iterations`;
  task.finish(note === undefined ? result : `${result}; ${note}`);
  const model = { kind: "factor-mixture", config, parameters, history, converged } as const;
  return note === undefined ? model : { ...model, note };
}

function isConverged(history: readonly number[], tolerance: number): boolean {
  return history.length > 1 && history.at(-1)! - history.at(-2)! < tolerance;
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
      throw new InputError("fitFactorMixture", `the density of row ${start + bad} is not finite`, {
        row: start + bad,
      });
    await breather.breathe();
  }
  return { responsibilities, mean: total / count };
}

function checkedConfig(observations: Observations, options: FactorMixtureOptions): FactorMixtureConfig {
  const caller = "fitFactorMixture";
  const rows = requireObservations(caller, observations);
  const { components, factors, noise = "diagonal", varianceFloor = 1e-6 } = options;
  const { tolerance = 1e-3, maxIterations = 100 } = options;
  const dimension = observations.columns;
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
  requireInput(
    options.parameters !== undefined || options.random !== undefined,
    caller,
    "wants parameters to begin with or a random stream to draw them from",
  );
  const loadings = options.parameters?.loadings.length;
  requireInput(
    loadings === undefined || loadings === components * dimension * factors,
    caller,
    `the loadings to begin with must be ${components} x ${dimension} x ${factors}, got ${loadings} numbers`,
  );
  return { components, factors, dimension, noise, varianceFloor, tolerance, maxIterations };
}

function requireSameFit(known: FactorMixtureConfig, config: FactorMixtureConfig): void {
  for (const key of ["components", "factors", "dimension", "noise", "varianceFloor"] as const) {
    requireInput(
      known[key] === config[key],
      "fitFactorMixture",
      () => `cannot go on from a fit with ${key} ${known[key]}, wanted is ${config[key]}`,
    );
  }
}
