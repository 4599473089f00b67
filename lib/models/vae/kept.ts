import type { DataSet } from "../../data/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { silent, type WorkHooks } from "../../support/index.js";
import { fitOrLoad as fitOrLoadFile, type KeepOptions, keptFile } from "../common/kept-fit.js";
import { type AutoencoderFit, fit, noteOf, type TrainedAutoencoder, type TrainingState } from "./fit.js";

/** All that decides a trained model. */
export interface AutoencoderRecipe extends AutoencoderFit {
  /** Seeds the start, the order of the images and the noise. */
  readonly seed: number;
}

/**
 * The trained model of a recipe: from its checkpoint where recipe, data and code agree, trained otherwise. A checkpoint is written after
 * every epoch, and a training that was stopped goes on from the last one, with the same bits as if it had never stopped.
 *
 * @throws InputError if the checkpoint is damaged (see {@link loadCheckpoint}) or the training fails
 * @throws InterruptedError when `signal` is aborted; finished epochs are kept
 */
export async function fitOrLoad(
  data: DataSet,
  recipe: AutoencoderRecipe,
  { folder, fresh, ...hooks }: KeepOptions & WorkHooks,
): Promise<TrainedAutoencoder> {
  const { kind } = recipe.network;
  const key = { recipe, data: data.digest, code: programVersion(import.meta.url, "fit") };
  const file = keptFile({ folder, fresh }, `${kind}-seed${recipe.seed}`, key);
  const random = Random.from(recipe.seed);
  const { model, isLoaded } = await fitOrLoadFile<TrainingState, TrainedAutoencoder>(file, (from, onState) =>
    fit(data, recipe, { ...hooks, random, from, onState }),
  );
  // the same line as the training leaves, so that a notebook is the same to the byte whether it trained or loaded
  if (isLoaded)
    (hooks.progress ?? silent)(hooks.title ?? `training ${kind}`, recipe.epochs).finish(
      noteOf(model.history),
    );
  return model;
}
