import type { ImageSet } from "../../data/index.js";
import type { Random } from "../../random/index.js";
import { InputError, requireFinite, requireInput } from "../../support/index.js";
import { type Parameters, readFloat32, scope, tensor } from "../../tensorflow/index.js";
import type { TrainedAutoencoder } from "./fit.js";
import { halfTurnImages, halfTurnParameter } from "./half-turn.js";
import { type Autoencoder, applyEncoder, buildAutoencoder } from "./model.js";
import { evaluationPixels, type PixelHooks } from "./pixels.js";

const chunk = 1000;

/** q(z | x) of a set of images: arrays of `count * latent` numbers, image after image. */
export interface Codes {
  readonly count: number;
  readonly latent: number;
  readonly mean: Float32Array;
  /** Logarithm of the posterior VARIANCE. */
  readonly logVariance: Float32Array;
}

/** Runs `body` with a trained model's networks and its parameters, as these want them, on TensorFlow's side. */
export function withModel<Result>(
  trained: Pick<TrainedAutoencoder, "config" | "parameters">,
  body: (model: Autoencoder, parameters: Parameters) => Result,
): Result {
  const model = buildAutoencoder(trained.config.network);
  return scope(() => {
    const parameters = Object.fromEntries(
      model.parameters.map((each) => {
        const values = trained.parameters[each.name]?.data;
        if (values === undefined)
          throw new InputError("withModel", `the trained model has no parameter ${each.name}`);
        return [each.name, tensor(halfTurnParameter(each, values), each.shape)];
      }),
    );
    return body(model, parameters);
  });
}

/** Checks that images have the size a model was built for. */
export function requireImageSize(
  functionName: string,
  { config }: Pick<TrainedAutoencoder, "config">,
  images: ImageSet,
): void {
  const { rows, columns } = config.network;
  requireInput(
    images.rows === rows && images.columns === columns,
    functionName,
    `the model is built for ${rows} x ${columns} pixels, ${images.name} has ${images.rows} x ${images.columns}`,
  );
}

/**
 * Mean and log-variance of q(z | x) for every image.
 */
export function encode(
  trained: TrainedAutoencoder,
  images: ImageSet,
  { dequantisation }: PixelHooks = {},
): Codes {
  requireImageSize("vae.encode", trained, images);
  const { latent } = trained.config.network;
  const mean = new Float32Array(images.count * latent);
  const logVariance = new Float32Array(images.count * latent);
  withModel(trained, (model, parameters) => {
    const pixels = evaluationPixels("vae.encode", model, images, dequantisation);
    for (let first = 0; first < images.count; first += chunk) {
      const rows = Int32Array.from({ length: Math.min(chunk, images.count - first) }, (_, i) => first + i);
      scope(() => {
        const encoded = applyEncoder(model, pixels.read(rows), parameters);
        mean.set(readFloat32(encoded.mean), first * latent);
        logVariance.set(readFloat32(encoded.logVariance), first * latent);
      });
    }
  });
  return { count: images.count, latent, mean, logVariance };
}

/** One draw of z ~ q(z | x) for every image: `count * latent` numbers. */
export function sampleCodes({ mean, logVariance }: Codes, random: Random): Float32Array {
  return mean.map((centre, i) => centre + Math.exp(logVariance[i]! / 2) * random.normal());
}

/**
 * Decoder means of codes: of every pixel the probability of ink, or the mean of its density, in [0, 1].
 *
 * `codes` holds `count * latent` numbers; the result `count * pixels`, image after image, rows from the top.
 */
export function decode(trained: TrainedAutoencoder, codes: ArrayLike<number>): Float32Array {
  const { latent, rows, columns } = trained.config.network;
  requireInput(
    codes.length % latent === 0,
    "vae.decode",
    `codes must hold a multiple of ${latent} numbers, got ${codes.length}`,
  );
  requireFinite("vae.decode", "codes", codes);
  const all = Float32Array.from(codes);
  const count = all.length / latent;
  const pixels = rows * columns;
  const images = new Float32Array(count * pixels);
  withModel(trained, (model, parameters) => {
    for (let first = 0; first < count; first += chunk) {
      const some = all.subarray(first * latent, (first + chunk) * latent);
      scope(() => {
        const logits = model.decoder.apply(tensor(some, [some.length / latent, latent]), parameters).output;
        images.set(halfTurnImages(model, readFloat32(model.likelihood.means(logits))), first * pixels);
      });
    }
  });
  return images;
}

/** Decoder means at the mean codes of images, `count * pixels` numbers. Throws as {@link encode}. */
export function reconstruct(
  trained: TrainedAutoencoder,
  images: ImageSet,
  hooks: PixelHooks = {},
): Float32Array {
  return decode(trained, encode(trained, images, hooks).mean);
}
