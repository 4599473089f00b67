import type { Random } from "../random/index.js";

/**
 * Stochastic binarisation: each pixel becomes 1 with probability `pixel / 255`, independently (Salakhutdinov and
 * Murray 2008), and 0 otherwise.
 *
 * The Bernoulli log-probability is linear in the pixel, so on grey values `x` in [0, 1] it is its mean over these
 * draws: `x ln p + (1 - x) ln(1 - p) = E_b[ln Bernoulli(b; p)]`, `b ~ Bernoulli(x)`.
 *
 * @param pixels grey values 0..255, any number of images
 * @returns as many values 0 or 1, in the same order
 */
export function binariseStochastically(pixels: Uint8Array, random: Random): Uint8Array {
  const bits = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) bits[i] = random.integer(255) < pixels[i]! ? 1 : 0;
  return bits;
}

/**
 * Binarisation by threshold: 1 where `pixel / 255 > 0.5`, that is from grey value 128 on, and 0 elsewhere.
 *
 * @param pixels grey values 0..255, any number of images
 * @returns as many values 0 or 1, in the same order
 */
export function binariseByThreshold(pixels: Uint8Array): Uint8Array {
  return pixels.map((pixel) => (pixel > 127 ? 1 : 0));
}
