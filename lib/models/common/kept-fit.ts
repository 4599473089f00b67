// @silent: keeps files, exact to the bit

import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import { type ModelShelf, ShelfPlace } from "./model-shelf.js";

/** A folder of checkpoints behind a shelf of models, which is asked first. */
export interface KeptPlaces {
  readonly checkpoints: string;
  readonly shelf: ModelShelf;
}

/** Where fits are kept, and whether to begin anew. */
export interface KeepOptions {
  /** Folder of the checkpoints, or what is asked before it too. */
  readonly folder: string | KeptPlaces;
  /** Fit again although the model is there. */
  readonly fresh?: boolean;
}

/** Where one fit is kept. */
export interface KeptFile {
  readonly path: string;
  /** All that the fit depends on. */
  readonly key: CheckpointKey;
  readonly fresh?: boolean;
  /** What a checkpoint that is damaged, or of another key, is: an error (the default), or no checkpoint. */
  readonly otherwise?: "error" | "anew";
  /** Its place among the committed models. */
  readonly shelf?: ShelfPlace | undefined;
}

/** A checkpoint holds the state of an unfinished fit, or the fitted model. */
interface Saved<State, Model> {
  readonly state: State | null;
  readonly model: Model | null;
}

/** The file of a fit: readable at the front, unmistakable at the end. */
export function keptFile({ folder, fresh = false }: KeepOptions, name: string, key: CheckpointKey): KeptFile {
  const fingerprint = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 12);
  const { checkpoints, shelf } = typeof folder === "string" ? { checkpoints: folder } : folder;
  const path = join(checkpoints, `${name}-${fingerprint}.ckpt`);
  return { path, key, fresh, shelf: shelf && new ShelfPlace(shelf, name, key) };
}

/**
 * A fit from the shelf or from its checkpoint where it has been made before under the same key; otherwise it is made, and kept. What `fit` saves
 * on its way is handed to it again after it was broken off.
 *
 * @throws InputError if the checkpoint is damaged or of another key, unless it is to be made anew
 */
export async function fitOrLoad<State, Model>(
  { path, key, fresh = false, otherwise = "error", shelf }: KeptFile,
  fit: (from: State | undefined, save: (state: State) => void) => Promise<Model>,
): Promise<{ readonly model: Model; readonly isLoaded: boolean }> {
  if (fresh) rmSync(path, { force: true });
  else {
    const taken = await shelf?.take<Model>();
    if (taken !== undefined) return { model: taken, isLoaded: true };
  }
  const saved = read<State, Model>(path, key, otherwise);
  if (saved?.model) {
    await shelf?.put(saved.model);
    return { model: saved.model, isLoaded: true };
  }
  const keep = (record: Saved<State, Model>) => saveCheckpoint(path, key, record);
  const from = saved?.state ?? undefined;
  if (from !== undefined) shelf?.note(from);
  const model = await fit(from, (state) => {
    shelf?.note(state);
    keep({ state, model: null });
  });
  keep({ state: null, model });
  await shelf?.put(model);
  return { model, isLoaded: false };
}

function read<State, Model>(path: string, key: CheckpointKey, otherwise: "error" | "anew") {
  try {
    return loadCheckpoint(path, key) as Saved<State, Model> | undefined;
  } catch (error) {
    if (otherwise === "anew") return undefined;
    throw error;
  }
}
