import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ImageSet } from "../../data/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { silent } from "../../support/index.js";
import { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "../common/checkpoint.js";
import { imageRows } from "../common/observations.js";
import { fitGaussianMixture, type MixtureHooks, type MixtureState } from "./fit.js";
import type { GaussianMixture } from "./model.js";
import type { MixtureOptions } from "./options.js";

/** A mixture of images, apart from how its fit is watched. */
export interface MixtureRecipe extends Omit<MixtureOptions, "random" | "start"> {
  /** Seeds the starts by k-means. */
  readonly seed: number;
  /** Divides the grey levels, 1 (0 to 255) by default. */
  readonly divisor?: number;
}

/** Where fits are kept, and whether to begin anew. */
export interface MixtureReuse extends Omit<MixtureHooks, "from" | "onIteration"> {
  readonly folder: string;
  readonly fresh?: boolean;
}

/** A checkpoint holds the state of an unfinished fit, or the fitted model. */
interface Saved {
  readonly state: MixtureState | null;
  readonly model: GaussianMixture | null;
}

/**
 * The Gaussian mixture of a recipe: from its checkpoint where recipe, images and code agree, fitted otherwise. A fit that was
 * stopped goes on from the iteration that was under way: its state is saved after each.
 *
 * @throws InputError if the checkpoint is damaged or the fit fails
 * @throws InterruptedError when `signal` is aborted
 */
export async function trainedMixture(
  recipe: MixtureRecipe,
  images: ImageSet,
  { folder, fresh = false, ...hooks }: MixtureReuse,
): Promise<GaussianMixture> {
  const key: CheckpointKey = {
    recipe,
    data: images.digest,
    code: programVersion(import.meta.url, "fitGaussianMixture", "imageRows"),
  };
  const fingerprint = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 12);
  const path = join(folder, `gaussian-mixture-seed${recipe.seed}-${fingerprint}.ckpt`);
  if (fresh) rmSync(path, { force: true });
  const saved = loadCheckpoint(path, key) as Saved | undefined;
  const { seed, divisor = 1, ...options } = recipe;
  const title = hooks.title ?? `mixture of ${recipe.components} Gaussians`;
  if (saved?.model) {
    (hooks.progress ?? silent)(title, 1).finish(outcome(saved.model));
    return saved.model;
  }
  const sink = hooks.progress ?? silent;
  const task = sink(title, options.maxIterations ?? 100);
  const model = await fitGaussianMixture(
    imageRows(images, { divisor }),
    { ...options, random: Random.from(seed).split("gaussian mixture") },
    {
      ...hooks,
      progress: silent,
      ...(saved?.state && { from: saved.state }),
      onIteration: (state) => {
        const { lowerBounds } = state.current;
        task.update(lowerBounds.length, `lower bound ${lowerBounds[lowerBounds.length - 1]!.toFixed(3)}`);
        saveCheckpoint(path, key, { state, model: null } satisfies Saved); // 50 MB for the report's, a twentieth of an iteration
      },
    },
  );
  saveCheckpoint(path, key, { state: null, model } satisfies Saved);
  task.finish(outcome(model));
  return model;
}

function outcome({ history, converged }: GaussianMixture): string {
  const { lowerBound } = history[history.length - 1]!;
  return `${history.length} iterations${converged ? "" : ", not converged"}, lower bound ${lowerBound.toFixed(3)} nats`;
}
