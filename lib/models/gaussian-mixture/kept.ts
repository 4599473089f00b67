import type { ImageSet } from "../../data/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { silent, type WorkHooks } from "../../support/index.js";
import { fitOrLoad as fitOrLoadFile, type KeepOptions, keptFile } from "../common/kept-fit.js";
import { imageRows } from "../common/observations.js";
import type { MixtureOptions } from "./config.js";
import { fit, type MixtureState, noteOf } from "./fit.js";
import type { GaussianMixture } from "./model.js";

/** All that decides a mixture of images. */
export interface MixtureRecipe extends Omit<MixtureOptions, "start"> {
  /** Seeds the starts by k-means. */
  readonly seed: number;
  /** Divides the grey levels, 1 (0 to 255) by default. */
  readonly divisor?: number;
}

/**
 * The Gaussian mixture of a recipe: from its checkpoint where recipe, images and code agree, fitted otherwise. A fit that was
 * stopped goes on from the iteration that was under way: its state is saved after each (50 MB for the report's, a twentieth of an iteration).
 *
 * @throws InputError if the checkpoint is damaged or the fit fails
 * @throws InterruptedError when `signal` is aborted
 */
export async function fitOrLoad(
  images: ImageSet,
  recipe: MixtureRecipe,
  { folder, fresh, ...hooks }: KeepOptions & WorkHooks,
): Promise<GaussianMixture> {
  const key = {
    recipe,
    data: images.digest,
    code: programVersion(import.meta.url, "fit", "imageRows"),
  };
  const file = keptFile({ folder, fresh }, `gaussian-mixture-seed${recipe.seed}`, key);
  const { seed, divisor = 1, ...config } = recipe;
  const random = Random.from(seed).split("gaussian mixture");
  const title = hooks.title ?? `mixture of ${recipe.components} Gaussians`;
  const { model, isLoaded } = await fitOrLoadFile<MixtureState, GaussianMixture>(file, (from, onState) =>
    fit(imageRows(images, { divisor }), config, { ...hooks, title, random, from, onState }),
  );
  // the same line as the fit leaves, so that a notebook is the same to the byte whether it fitted or loaded
  if (isLoaded) (hooks.progress ?? silent)(title, 1).finish(noteOf(model));
  return model;
}
