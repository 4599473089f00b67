import type { ImageSet } from "../../data/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { silent, type WorkHooks } from "../../support/index.js";
import { fitOrLoad as fitOrLoadFile, type KeepOptions, keptFile } from "../common/kept-fit.js";
import type { LatentTreeOptions } from "./config.js";
import { fit, type LatentTreeState, noteOf } from "./fit.js";
import type { LatentTree } from "./model.js";

/** All that decides a latent tree of images. */
export interface LatentTreeRecipe extends Omit<LatentTreeOptions, "width" | "parents"> {
  readonly seed: number;
  /** Divides the grey levels, 1 by default; 255 for bits. */
  readonly divisor?: number;
}

/**
 * The latent tree of a recipe: from its checkpoint where recipe, images and code agree, fitted otherwise. A fit that was stopped goes on from the
 * pass that was under way.
 *
 * @throws InputError if the checkpoint is damaged or the fit fails
 * @throws InterruptedError when `signal` is aborted; finished passes are kept
 */
export async function fitOrLoad(
  images: ImageSet,
  recipe: LatentTreeRecipe,
  { folder, fresh, ...hooks }: KeepOptions & WorkHooks,
): Promise<LatentTree> {
  const { seed, divisor = 1, ...config } = recipe;
  const key = { recipe, data: images.digest, code: programVersion(import.meta.url, "fit") };
  const file = keptFile({ folder, fresh }, `latent-tree-${recipe.states}-seed${seed}`, key);
  const title = hooks.title ?? `latent tree of ${recipe.states} states`;
  const random = Random.from(seed).split("latent tree");
  const rows = { values: images.pixels, columns: images.rows * images.columns, divisor };
  const { model, isLoaded } = await fitOrLoadFile<LatentTreeState, LatentTree>(file, (from, onState) =>
    fit(rows, { ...config, width: images.columns }, { ...hooks, title, random, from, onState }),
  );
  // the same line as the fit leaves, so that a notebook is the same to the byte whether it fitted or loaded
  if (isLoaded) (hooks.progress ?? silent)(title, 1).finish(noteOf(model.history));
  return model;
}
