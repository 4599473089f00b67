import type { ImageSet } from "../../../data/index.js";
import type { Random } from "../../../random/index.js";
import { requireInput } from "../../../support/index.js";
import { execute, readFloat32, scope, type Tensor, tensor } from "../../../tensorflow/index.js";
import { requireImageSize, withModel } from "../codes.js";
import { elbo } from "../elbo.js";
import type { TrainedAutoencoder } from "../fit.js";
import { halfTurnImages } from "../half-turn.js";
import { evaluationPixels, type PixelHooks } from "../pixels.js";

const chunk = 1000;

/** The evidence lower bound, taken apart by pixels; means over the images, nats. */
export interface BoundByPixel {
  /** `E_q[-ln p(x_d | z)]`, one a pixel, rows from the top. */
  readonly pixels: Float64Array;
  /** `KL(q(z | x) || p(z))`: what the code costs, which lies at no pixel. */
  readonly divergence: number;
}

const attributes = { Tshape: { type: "int32" } } as const;

/**
 * Where on the image the bound is lost: `-ELBO = sum_d E_q[-ln p(x_d | z)] + KL(q(z | x) || p(z))`, at one code drawn for each image, as
 * `vae.evaluate` draws it.
 *
 * @throws InputError for images of another size, and for a Gaussian decoder, whose variances belong to the pixels
 */
export function boundByPixel(
  trained: TrainedAutoencoder,
  images: ImageSet,
  random: Random,
  { dequantisation }: PixelHooks = {},
): BoundByPixel {
  const caller = "vae.boundByPixel";
  requireImageSize(caller, trained, images);
  const { count } = images;
  const sums = new Float64Array(images.rows * images.columns);
  let divergence = 0;
  withModel(trained, (model, parameters) => {
    const { kind } = model.likelihood;
    requireInput(kind !== "gaussian", caller, "wants a decoder whose pixels have no parameters of their own");
    const { latent } = model.config;
    const source = evaluationPixels(caller, model, images, dequantisation);
    for (let first = 0; first < count; first += chunk) {
      const rows = Int32Array.from({ length: Math.min(chunk, count - first) }, (_, i) => first + i);
      scope(() => {
        const pixels = source.read(rows);
        const noise = tensor(random.fillNormal(new Float32Array(rows.length * latent)), [
          rows.length,
          latent,
        ]);
        const parts = elbo(model, parameters, pixels, noise);
        // images of one pixel: their cross-entropies are the terms of the sum over pixels
        const shape = tensor(Int32Array.of(-1, 1), [2]);
        const single = (of: Tensor) => execute("Reshape", attributes, [of, shape])[0]!;
        const terms = model.likelihood.crossEntropy(single(parts.logits), single(pixels), parameters);
        const upright = halfTurnImages(model, readFloat32(terms));
        upright.forEach((nats, i) => {
          sums[i % sums.length]! += nats / count;
        });
        for (const nats of readFloat32(parts.divergence)) divergence += nats / count;
      });
    }
  });
  return { pixels: sums, divergence };
}
