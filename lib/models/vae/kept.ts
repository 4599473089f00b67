import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { DataSet } from "../../data/index.js";
import { programVersion } from "../../node/index.js";
import { silent } from "../../support/index.js";
import { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "../common/checkpoint.js";
import {
  type TrainedAutoencoder,
  type TrainingHooks,
  type TrainingOptions,
  type TrainingState,
  trainAutoencoder,
} from "./fit.js";
import type { AutoencoderConfig } from "./model.js";

/** Where trained models are kept, and whether to begin anew. */
export interface ReuseOptions extends Omit<TrainingHooks, "from" | "onEpoch"> {
  /** Folder of the checkpoints. */
  readonly folder: string;
  /** Train again although a checkpoint fits. */
  readonly fresh?: boolean;
}

/** What decides whether a trained model may be used again: configuration, options, data and code. */
export function trainingKey(
  config: AutoencoderConfig,
  data: DataSet,
  options: TrainingOptions,
): CheckpointKey {
  return { config, options, data: data.digest, code: programVersion(import.meta.url, "trainAutoencoder") };
}

/** The file of a training: readable at the front, unmistakable at the end. */
export function checkpointPath(folder: string, key: CheckpointKey): string {
  const { config, options } = key as { config: AutoencoderConfig; options: TrainingOptions };
  const fingerprint = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 12);
  return join(folder, `${config.kind}-seed${options.seed}-${fingerprint}.ckpt`);
}

/**
 * The trained model of a configuration: from its checkpoint where configuration, options, data and code agree, trained
 * otherwise. A checkpoint is written after every epoch, and a training that was stopped goes on from the last one,
 * with the same bits as if it had never stopped.
 *
 * @throws InputError if the checkpoint is damaged (see {@link loadCheckpoint}) or the training fails
 * @throws InterruptedError when `signal` is aborted; finished epochs are kept
 */
export async function trainedAutoencoder(
  config: AutoencoderConfig,
  data: DataSet,
  options: TrainingOptions,
  { folder, fresh = false, ...hooks }: ReuseOptions,
): Promise<TrainedAutoencoder> {
  const key = trainingKey(config, data, options);
  const path = checkpointPath(folder, key);
  if (fresh) rmSync(path, { force: true });
  const from = loadCheckpoint(path, key) as TrainingState | undefined;
  if (from !== undefined && from.history.length === options.epochs) {
    reportReuse(config, from, hooks);
    return { config, options, parameters: from.adam.values, history: from.history };
  }
  const resumed: TrainingHooks = from === undefined ? {} : { from };
  return trainAutoencoder(config, data, options, {
    ...hooks,
    ...resumed,
    onEpoch: (state) => saveCheckpoint(path, key, state),
  });
}

/** Leaves the same line as the training did, so that a notebook is the same to the byte whether it trained or reused. */
function reportReuse(
  config: AutoencoderConfig,
  { history }: TrainingState,
  { progress = silent, title }: TrainingHooks,
): void {
  const { reconstruction, divergence } = history[history.length - 1]!.test;
  const note = `${history.length} epochs, test ELBO ${(-reconstruction - divergence).toFixed(2)} nats`;
  progress(title ?? `training ${config.kind}`, history.length).finish(note);
}
