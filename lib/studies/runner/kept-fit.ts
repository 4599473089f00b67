// @silent: keeps files, exact to the bit

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "../../models/index.js";
import type { StudyContext } from "./study.js";

/** A fit from its checkpoint where it has been made before with the same key; otherwise it is made, and kept. */
export async function keptFit<Model>(
  { checkpoints, fresh = false }: StudyContext,
  name: string,
  key: CheckpointKey,
  fit: () => Promise<Model>,
): Promise<Model> {
  const path = join(checkpoints, `${name}.ckpt`);
  const saved = fresh ? undefined : (savedRecord(path, key) as Model | undefined);
  if (saved !== undefined) return saved;
  const model = await fit();
  saveCheckpoint(path, key, model);
  return model;
}

/** A checkpoint of other code or data is made anew, not complained of. */
function savedRecord(path: string, key: CheckpointKey): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return loadCheckpoint(path, key);
  } catch {
    return undefined;
  }
}

/**
 * Makes sure that EM has never lowered what it raises, but for rounding.
 *
 * @param history the objective of every iteration, nats
 */
export function requireRising(title: string, history: readonly number[]): void {
  for (let i = 1; i < history.length; i++) {
    const fall = history[i - 1]! - history[i]!;
    if (fall > 1e-9 * Math.abs(history[i]!)) {
      throw new Error(`${title}: EM lowered its objective by ${fall} nats in iteration ${i + 1}`);
    }
  }
}
