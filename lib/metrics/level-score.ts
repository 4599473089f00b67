import { requireInput, requireLength } from "../support/index.js";
import { bitsPerDimension } from "./bits-per-dimension.js";
import { type MeanWithError, meanWithError } from "./mean-with-error.js";

/** A model on the scale of 256 grey levels: its log-density of dequantised images, nats on [0, 1]^D. */
export interface LevelScore extends MeanWithError {
  /** `8 - mean / (D ln 2)`; the uniform density has exactly 8. */
  readonly bitsPerDimension: number;
  /** Standard error of the bits per dimension over the images. */
  readonly bitsStandardError: number;
  /** Mean over the images for each draw of the dequantisation: how much the draw matters. */
  readonly byDraw: readonly number[];
}

/**
 * The score of a model on 256 grey levels from its log-densities of several dequantised copies of the same images: each image's
 * values are averaged over the copies first, so that the standard error is one over independent images.
 *
 * By Jensen `E_u ln p((x + u)/256) - D ln 256 <= ln P(x)`: the bits per dimension bound those of the discrete image from above.
 *
 * @param perDraw for each copy the log-density of every image, nats on [0, 1]^D
 * @param dimension D, the number of pixels
 */
export function levelScore(perDraw: readonly Float64Array[], dimension: number): LevelScore {
  requireInput(perDraw.length > 0, "levelScore", "wants the log-densities of at least one draw, got none");
  const [first] = perDraw as [Float64Array, ...Float64Array[]];
  for (const values of perDraw) requireLength("levelScore", "draws", values.length, first.length);
  const averaged = first.map((_, i) => perDraw.reduce((sum, values) => sum + values[i]!, 0) / perDraw.length);
  const score = meanWithError(averaged);
  return {
    ...score,
    bitsPerDimension: bitsPerDimension(score.mean, dimension, 256),
    bitsStandardError: score.standardError / (dimension * Math.LN2),
    byDraw: perDraw.map((values) => meanWithError(values).mean),
  };
}
