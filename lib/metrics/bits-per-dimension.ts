import { requireInteger, requirePositive } from "../support/index.js";

/**
 * Bits per dimension on the scale of 256 grey levels, from nats per image:
 *
 * `-nats / (D ln 2) + log2(scale)`.
 *
 * @param nats log-density or log-probability of one image (or its mean over images)
 * @param dimension D, the number of pixels
 * @param scale what a pixel was divided by before the density was taken: 1 for a density on 0..255 and for
 * probabilities of discrete pixels, 255 for pixel / 255, 256 for dequantised (pixel + u) / 256
 *
 * @example
 * bitsPerDimension(0, 784, 256); // 8: the uniform density on [0, 1]
 */
export function bitsPerDimension(nats: number, dimension: number, scale = 1): number {
  requireInteger("bitsPerDimension", "dimension", dimension, 1);
  requirePositive("bitsPerDimension", "scale", scale);
  return -nats / (dimension * Math.LN2) + Math.log2(scale);
}

/**
 * The log-density of the undivided pixels, from that of pixels divided by `scale`: `nats - D ln(scale)`, in nats.
 *
 * @param nats log-density per image on the divided scale
 * @param dimension D, the number of pixels
 */
export function natsOnPixelScale(nats: number, dimension: number, scale: number): number {
  requireInteger("natsOnPixelScale", "dimension", dimension, 1);
  requirePositive("natsOnPixelScale", "scale", scale);
  return nats - dimension * Math.log(scale);
}
