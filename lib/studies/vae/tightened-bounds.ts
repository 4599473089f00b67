import type { ImageSet } from "../../data/index.js";
import {
  importanceWeightedBound,
  logMarginalByQuadrature,
  type TrainedAutoencoder,
} from "../../models/index.js";
import { Random } from "../../random/index.js";
import { type ProgressSink, silent } from "../../support/index.js";

/** What is computed for each model: bounds by importance weighting, and the integral by quadrature. */
export interface TighteningPlan {
  /** Numbers of samples K, ascending. The stream of a bound is that of the seed K. */
  readonly sampleCounts: readonly number[];
  /** Spacings of the grid from -10 to 10 along each axis of the code, descending. */
  readonly spacings: readonly number[];
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
}

/** Nats of every image, model by model: `bounds[k][m]` with `sampleCounts[k]` samples, `marginals[s][m]` at `spacings[s]`. */
export interface TightenedBounds {
  readonly bounds: readonly (readonly Float64Array[])[];
  readonly marginals: readonly (readonly Float64Array[])[];
}

/** From the bound towards the integral that it bounds, for several models of the same images. */
export async function tightenedBounds(
  models: readonly TrainedAutoencoder[],
  images: ImageSet,
  { sampleCounts, spacings, progress = silent, signal }: TighteningPlan,
): Promise<TightenedBounds> {
  const task = progress("bounds and quadratures", models.length * (sampleCounts.length + spacings.length));
  const options = signal === undefined ? {} : { signal };
  let done = 0;
  const forAll = async (note: string, evaluate: (model: TrainedAutoencoder) => Promise<Float64Array>) => {
    const values: Float64Array[] = [];
    for (const model of models) {
      values.push(await evaluate(model));
      task.update(++done, note);
    }
    return values;
  };
  const bounds: Float64Array[][] = [];
  for (const samples of sampleCounts)
    bounds.push(
      await forAll(`IWAE, K = ${samples}`, (model) =>
        importanceWeightedBound(model, images, { samples }, { random: Random.from(samples), ...options }),
      ),
    );
  const marginals: Float64Array[][] = [];
  for (const spacing of spacings)
    marginals.push(
      await forAll(`quadrature, spacing ${spacing}`, (model) =>
        logMarginalByQuadrature(model, images, { from: -10, to: 10, spacing }, options),
      ),
    );
  task.finish();
  return { bounds, marginals };
}
