// @silent: keeps files, exact to the bit

import { join } from "node:path";
import { type CheckpointKey, fitOrLoad } from "../../models/index.js";
import type { StudyContext } from "./study.js";

/** A study's fit from its checkpoint where it has been made before with the same key; one of other code or data is made anew. */
export async function keptFit<Model>(
  { checkpoints, fresh = false }: StudyContext,
  name: string,
  key: CheckpointKey,
  fit: () => Promise<Model>,
): Promise<Model> {
  const path = join(checkpoints, `${name}.ckpt`);
  const { model } = await fitOrLoad<never, Model>({ path, key, fresh, otherwise: "anew" }, fit);
  return model;
}
