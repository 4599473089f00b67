/** Decoders of trained autoencoders on plain arrays: images from codes wherever JavaScript runs. */
export { type DecoderWeights, plainDecoder, plainLogits } from "./decoder.js";
