import { requireInteger } from "../support/index.js";
import { bitsPerDimension } from "./bits-per-dimension.js";
import { type MeanWithError, meanWithError } from "./mean-with-error.js";

/** A model on the binary scale: its log-probability of black and white images, nats. */
export interface BinaryScore extends MeanWithError {
  /** `-mean / (D ln 2)`; a fair coin for every pixel has exactly 1. */
  readonly bitsPerDimension: number;
  /** Standard error of the bits per dimension over the images. */
  readonly bitsStandardError: number;
}

/**
 * The score of a model on binary images: mean log-probability with its standard error over the images.
 *
 * @param logProbabilities one an image, nats
 * @param dimension D, the number of pixels
 */
export function binaryScore(logProbabilities: ArrayLike<number>, dimension: number): BinaryScore {
  requireInteger("binaryScore", "dimension", dimension, 1);
  const score = meanWithError(logProbabilities);
  return {
    ...score,
    bitsPerDimension: bitsPerDimension(score.mean, dimension),
    bitsStandardError: score.standardError / (dimension * Math.LN2),
  };
}
