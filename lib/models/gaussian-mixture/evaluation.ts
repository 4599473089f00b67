import {
  Breather,
  type ProgressSink,
  requireInput,
  requireInteger,
  requireLength,
  silent,
} from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { nearestCenters } from "../k-means/fit.js";
import { prepareMixture } from "./component-density.js";
import { type Expectation, expectation } from "./e-step.js";
import { type GaussianMixture, mixtureParameterCount, mixtureParameters } from "./model.js";

/** What a mixture says about some rows. */
export type MixtureEvaluation = Expectation;

/** How an evaluation is watched and stopped. */
export interface EvaluationHooks {
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
  readonly title?: string;
  /** Turns pruning off, to compare. */
  readonly prune?: boolean;
  readonly chunkRows?: number;
}

/**
 * `ln p(x)` in nats, responsibilities and most probable component of every row.
 *
 * @throws InputError if the rows do not fit the model
 * @throws InterruptedError when `hooks.signal` is aborted
 */
export async function evaluateMixture(
  model: GaussianMixture,
  observations: Observations,
  hooks: EvaluationHooks = {},
): Promise<MixtureEvaluation> {
  const { covarianceType, dimension } = model.config;
  const count = requireMatchingObservations("evaluateMixture", observations, dimension);
  const parameters = mixtureParameters(model);
  const { prune = true, signal, chunkRows } = hooks;
  const breather = new Breather(signal);
  const task = (hooks.progress ?? silent)(hooks.title ?? "evaluating the mixture", count);
  const guesses = await nearestCenters(
    observations,
    parameters.means,
    signal === undefined ? {} : { signal },
  );
  const prepared = prepareMixture("evaluateMixture", parameters, covarianceType);
  try {
    const found = await expectation(observations, prepared.components, {
      guesses,
      prune,
      tick: async (share) => {
        task.update(Math.round(share * count));
        await breather.breathe();
      },
      ...(chunkRows === undefined ? {} : { chunkRows }),
    });
    task.finish();
    return found;
  } finally {
    prepared.dispose();
  }
}

/** Information criteria of a fit: the lower, the better. */
export interface InformationCriteria {
  /** `-2 N L + p ln N`, L the mean log-likelihood of a row, p the number of free parameters. */
  readonly bic: number;
  /** `-2 N L + 2 p`. */
  readonly aic: number;
  readonly parameterCount: number;
}

/** BIC and AIC from the log-likelihoods of the rows the mixture was fitted to. */
export function informationCriteria(
  model: GaussianMixture,
  logLikelihood: Float64Array,
): InformationCriteria {
  requireInput(
    logLikelihood.length > 0,
    "informationCriteria",
    "wants at least one log-likelihood, got none",
  );
  const parameterCount = mixtureParameterCount(model.config);
  const deviance = -2 * logLikelihood.reduce((sum, value) => sum + value, 0);
  return {
    bic: deviance + parameterCount * Math.log(logLikelihood.length),
    aic: deviance + 2 * parameterCount,
    parameterCount,
  };
}

/** The share of rows whose largest responsibility, cut to whole percent, is 100 %. */
export function certainShare(responsibilities: Float64Array, components: number): number {
  requireInteger("certainShare", "components", components, 1);
  const count = responsibilities.length / components;
  requireInteger("certainShare", "number of rows (responsibilities / components)", count, 1);
  let certain = 0;
  for (let row = 0; row < count; row++) {
    const largest = Math.max(...responsibilities.subarray(row * components, (row + 1) * components));
    if (Math.trunc(largest * 100) >= 100) certain++;
  }
  return certain / count;
}

/** Which image stands for a row. */
export type ReconstructionKind =
  /** The mean of its most probable component. */
  | "hard"
  /** The means weighted by its responsibilities. */
  | "soft";

/**
 * The image that the mixture keeps of each row, rows x D, in the unit of the training data.
 *
 * @param responsibilities rows x K by rows
 */
export function reconstructFromMixture(
  model: GaussianMixture,
  responsibilities: Float64Array,
  kind: ReconstructionKind,
): Float64Array {
  const { components, dimension } = model.config;
  const count = responsibilities.length / components;
  requireInteger("reconstructFromMixture", "number of rows (responsibilities / components)", count, 1);
  const shares = kind === "soft" ? responsibilities : hardened(responsibilities, components);
  const images = new Float64Array(count * dimension);
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const part = float64Scope(() => {
      const means = matrix(mixtureParameters(model).means, components, dimension);
      const some = matrix(shares.subarray(start * components, end * components), end - start, components);
      return some.multiply(means).toArray();
    });
    images.set(part, start * dimension);
  }
  return images;
}

function hardened(responsibilities: Float64Array, components: number): Float64Array {
  const hard = new Float64Array(responsibilities.length);
  for (let start = 0; start < hard.length; start += components) {
    let best = start;
    for (let k = start + 1; k < start + components; k++) {
      if (responsibilities[k]! > responsibilities[best]!) best = k;
    }
    hard[best] = 1;
  }
  return hard;
}

/** Mean squared error of these images over all rows and columns, in the squared unit of the rows. */
export function mixtureReconstructionError(
  model: GaussianMixture,
  observations: Observations,
  responsibilities: Float64Array,
  kind: ReconstructionKind,
): number {
  const { components, dimension } = model.config;
  const count = requireMatchingObservations("mixtureReconstructionError", observations, dimension);
  const caller = "mixtureReconstructionError";
  requireLength(caller, "responsibilities", responsibilities.length, count * components);
  let sum = 0;
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const shares = responsibilities.subarray(start * components, end * components);
    const images = reconstructFromMixture(model, shares, kind);
    sum += float64Scope(() => {
      const difference = rowRange(observations, start, end).minus(matrix(images, end - start, dimension));
      return difference.squared().columnSums().rowSums().toArray()[0]!;
    });
  }
  return sum / (count * dimension);
}
