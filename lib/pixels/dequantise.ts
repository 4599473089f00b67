import { Random } from "../random/index.js";

/** Uniform numbers are cut to this many bits, so that `pixel + u` is exact in a double and stays in its cell. */
const steps = 2 ** 44;

/**
 * Uniform dequantisation of 256 grey levels: `y = (pixel + u) / 256`, `u ~ U[0, 1)`, so that `y` lies in [0, 1)
 * and `floor(256 y)` is the pixel again.
 *
 * A density `p` on these values bounds the log-probability of the discrete image of D pixels from below
 * (Theis, van den Oord and Bethge 2016, section 3.1): `E_u ln p(y) - D ln 256 <= ln P(pixels)`, in nats.
 *
 * @param pixels grey values 0..255, any number of images
 * @returns as many values, in the same order
 */
export function dequantise(pixels: Uint8Array, random: Random): Float64Array {
  const values = new Float64Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const u = Math.floor(random.uniform() * steps) / steps;
    values[i] = (pixels[i]! + u) / 256;
  }
  return values;
}

/**
 * The stream of the `draw`-th dequantisation of the test images, from 0 on: one for all models, so that their densities are those of the
 * same values.
 */
export function dequantisationStream(draw: number): Random {
  return Random.from(1).split("dequantisation", draw);
}
