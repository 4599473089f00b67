import { createHash } from "node:crypto";
import type { ImageSet } from "../data/index.js";
import { type CheckpointKey, fitOrLoad, keptFile, type TrainedAutoencoder } from "../models/index.js";
import * as vae from "../models/vae/index.js";
import { programVersion } from "../node/index.js";
import { type TightenedBounds, type TighteningPlan, tightenedBounds } from "../studies/index.js";
import { madeOnceInFreshRun } from "./fresh.js";
import { interruptSignal } from "./interrupt.js";
import { modelPlaces } from "./model-places.js";
import { progress } from "./progress.js";

/**
 * ln p(x) of every image by quadrature for a notebook (see {@link vae.logMarginalByQuadrature}): from `data/models` where model, images, rule and
 * code agree, computed under the cell otherwise.
 *
 * @returns `count` nats
 */
export function keptMarginal(
  model: TrainedAutoencoder,
  images: ImageSet,
  rule: vae.LatentGridRule,
): Promise<Float64Array> {
  const { kind } = model.config.network;
  const recipe = { model: parametersDigest(model), rule };
  const code = programVersion(import.meta.url, "vae.logMarginalByQuadrature");
  const title = `ln p(x) by quadrature, spacing ${rule.spacing}`;
  const hooks = { title, progress: progress(), signal: interruptSignal() };
  return kept(`${kind}-marginal`, { recipe, data: images.digest, code }, title, () =>
    vae.logMarginalByQuadrature(model, images, rule, hooks),
  );
}

/** Bounds by importance weighting and the integrals that they bound (see {@link tightenedBounds}), kept as {@link keptMarginal} is. */
export function keptBounds(
  models: readonly TrainedAutoencoder[],
  images: ImageSet,
  plan: Pick<TighteningPlan, "sampleCounts" | "spacings">,
): Promise<TightenedBounds> {
  const recipe = { models: models.map(parametersDigest), ...plan };
  const code = programVersion(import.meta.url, "tightenedBounds");
  return kept("vae-bounds", { recipe, data: images.digest, code }, "bounds and quadratures", () =>
    tightenedBounds(models, images, { ...plan, progress: progress(), signal: interruptSignal() }),
  );
}

async function kept<Numbers>(
  name: string,
  key: CheckpointKey,
  title: string,
  make: () => Promise<Numbers>,
): Promise<Numbers> {
  const { model, isLoaded } = await madeOnceInFreshRun(key, (fresh) =>
    fitOrLoad<never, Numbers>(keptFile({ folder: modelPlaces(), fresh }, name, key), make),
  );
  // the same line as the computation leaves, so that a notebook is the same to the byte
  if (isLoaded) progress()(title, 1).finish();
  return model;
}

/** SHA-256 of all parameters, by their names. */
function parametersDigest({ parameters }: TrainedAutoencoder): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(parameters).sort()) {
    const { buffer, byteOffset, byteLength } = parameters[name]!.data;
    hash.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
