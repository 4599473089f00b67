import { Breather, requireInteger, silent, type WorkHooks } from "../../support/index.js";
import { type Observations, requireMatchingObservations } from "../common/observations.js";
import { nearestCentres } from "../k-means/fit.js";
import { prepareMixture } from "./component-density.js";
import { type Expectation, expectation } from "./e-step.js";
import { type GaussianMixture, plainParameters } from "./model.js";

/** What a mixture says about some rows. */
export type MixtureEvaluation = Expectation;

/** How an evaluation is watched and stopped. */
export interface EvaluationHooks extends WorkHooks {
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
export async function evaluate(
  model: GaussianMixture,
  data: Observations,
  hooks: EvaluationHooks = {},
): Promise<MixtureEvaluation> {
  const caller = "gaussianMixture.evaluate";
  const { covarianceType, dimension } = model.config;
  const count = requireMatchingObservations(caller, data, dimension);
  const parameters = plainParameters(model.parameters);
  const { prune = true, signal, chunkRows, progress = silent, title } = hooks;
  const breather = new Breather(signal);
  const task = progress(title ?? "evaluating the mixture", count);
  const guesses = await nearestCentres(data, parameters.means, { signal });
  const prepared = prepareMixture(caller, parameters, covarianceType);
  try {
    const found = await expectation(data, prepared.components, {
      guesses,
      prune,
      tick: async (share) => {
        task.update(Math.round(share * count));
        await breather.breathe();
      },
      chunkRows,
    });
    task.finish();
    return found;
  } finally {
    prepared.dispose();
  }
}

/** `ln p(x)` of every row in nats, in the unit of the data. Throws as {@link evaluate}. */
export async function logDensity(
  model: GaussianMixture,
  data: Observations,
  hooks: EvaluationHooks = {},
): Promise<Float64Array> {
  return (await evaluate(model, data, hooks)).logLikelihood;
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
