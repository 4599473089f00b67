import type { DataSet } from "../data/image-set.js";
import type { AutoencoderConfig } from "../models/vae/networks.js";
import { trainedAutoencoder } from "../models/vae/reuse.js";
import { reportTraining, type TrainedAutoencoder, type TrainingOptions } from "../models/vae/training.js";
import { interruptSignal } from "./interrupt.js";
import { checkpointsFolder } from "./places.js";
import { progress } from "./progress.js";
import { isFresh, isQuick } from "./quick.js";

/** Epochs of a quick run. */
const quickEpochs = 2;

/**
 * A trained autoencoder for a notebook: reused from `data/checkpoints` where configuration, data and code agree, trained
 * under the cell otherwise, with progress, and stopped by *Interrupt* without losing finished epochs.
 */
export function trainedModel(
  config: AutoencoderConfig,
  data: DataSet,
  options: TrainingOptions = reportTraining,
): Promise<TrainedAutoencoder> {
  const epochs = isQuick() ? quickEpochs : options.epochs;
  return trainedAutoencoder(
    config,
    data,
    { ...options, epochs },
    {
      folder: checkpointsFolder(),
      fresh: isFresh(),
      progress: progress(),
      signal: interruptSignal(),
    },
  );
}
