/** Density models of images, their training, and the checkpoints that keep what was trained. */

export { type CheckpointKey, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
export { type Codes, decode, encode, sampleCodes } from "./vae/codes.js";
export {
  type AutoencoderConfig,
  buildAutoencoder,
  type ConvolutionalVaeConfig,
  countParameters,
  reportConvolutionalVae,
  reportVae,
  type VaeConfig,
} from "./vae/networks.js";
export { checkpointPath, type ReuseOptions, trainedAutoencoder, trainingKey } from "./vae/reuse.js";
export {
  type BoundParts,
  type EpochRecord,
  reportTraining,
  type TrainedAutoencoder,
  type TrainingHooks,
  type TrainingOptions,
  type TrainingState,
  trainAutoencoder,
} from "./vae/training.js";
