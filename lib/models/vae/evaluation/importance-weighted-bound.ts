import type { ImageSet } from "../../../data/index.js";
import { logMeanExp } from "../../../math/index.js";
import type { Random } from "../../../random/index.js";
import { Breather, requireInteger, silent } from "../../../support/index.js";
import {
  dispose,
  execute,
  keep,
  type Parameters,
  readFloat32,
  scope,
  type Tensor,
  tensor,
} from "../../../tensorflow/index.js";
import { encode, requireImageSize, withModel } from "../codes.js";
import type { TrainedAutoencoder } from "../fit.js";
import { type Autoencoder, buildAutoencoder } from "../model.js";
import { evaluationPixels } from "../pixels.js";
import type { QuadratureHooks } from "./latent-quadrature.js";

/** About so many codes are decoded at once (16 MB of logits for MNIST). */
const codesAtOnce = 5000;

/** How an estimate by sampling is watched, and what it draws from. */
export interface SamplingHooks extends QuadratureHooks {
  readonly random: Random;
}

/** Some images with their posteriors and noise for several codes each. */
export interface WeightInputs {
  /** [images, pixels] in [0, 1]. */
  readonly pixels: Tensor;
  /** `images * latent` numbers. */
  readonly mean: Float32Array;
  /** `images * latent` logarithms of variances. */
  readonly logVariance: Float32Array;
  /** `images * samples * latent` standard normal numbers. */
  readonly noise: Float32Array;
}

/**
 * Logarithms of the importance weights p(x | z) p(z) / q(z | x) at z = mean + sigma noise, in nats:
 * `images * samples` numbers, image after image.
 */
export function importanceLogWeights(
  model: Autoencoder,
  parameters: Parameters,
  inputs: WeightInputs,
): Float64Array {
  const { pixels, mean, logVariance, noise } = inputs;
  const { latent } = model.config;
  const images = mean.length / latent;
  const samples = noise.length / mean.length;
  const codes = new Float32Array(noise.length);
  const logWeights = new Float64Array(images * samples);
  for (let i = 0; i < codes.length; i++) {
    const weight = Math.floor(i / latent);
    const parameter = Math.floor(weight / samples) * latent + (i % latent);
    const z = mean[parameter]! + Math.exp(logVariance[parameter]! / 2) * noise[i]!;
    codes[i] = z;
    // ln N(z; 0, 1) - ln N(z; mean, sigma^2): the constants cancel
    logWeights[weight]! += (noise[i]! ** 2 - z ** 2 + logVariance[parameter]!) / 2;
  }
  const crossEntropy = scope(() => {
    const logits = model.decoder.apply(tensor(codes, [images * samples, latent]), parameters).output;
    const byImage = reshaped(logits, [images, samples, model.pixels]);
    const single = reshaped(pixels, [images, 1, model.pixels]);
    return readFloat32(model.likelihood.crossEntropy(byImage, single, parameters));
  });
  return logWeights.map((logRatio, i) => logRatio - crossEntropy[i]!);
}

function reshaped(source: Tensor, shape: readonly number[]): Tensor {
  return execute("Reshape", {}, [source, tensor(Int32Array.from(shape), [shape.length])])[0]!;
}

/**
 * Importance-weighted bound of every image in nats (Burda, Grosse and Salakhutdinov 2016, eq. 8):
 *
 * L_K(x) = ln 1/K sum_k p(x | z_k) p(z_k) / q(z_k | x), z_k ~ q(z | x).
 *
 * For K = 1 its expectation is the ELBO; it grows with K towards ln p(x). Grey pixels under a Bernoulli likelihood, as
 * the models were trained: a bound on the expected log-probability of stochastically binarised images.
 *
 * @param config samples: K, at least 1
 * @returns `count` numbers
 */
export async function importanceWeightedBound(
  trained: TrainedAutoencoder,
  images: ImageSet,
  { samples }: { readonly samples: number },
  { random, progress = silent, signal, dequantisation }: SamplingHooks,
): Promise<Float64Array> {
  const caller = "vae.importanceWeightedBound";
  requireImageSize(caller, trained, images);
  requireInteger(caller, "samples", samples, 1);
  const { mean, logVariance, latent } = encode(trained, images, { dequantisation });
  const source = evaluationPixels(caller, buildAutoencoder(trained.config.network), images, dequantisation);
  const bounds = new Float64Array(images.count);
  keep(source.held);
  const imagesAtOnce = Math.max(1, Math.floor(codesAtOnce / samples));
  const breather = new Breather(signal);
  const task = progress(`importance-weighted bound, ${samples} samples`, images.count);
  const portion = (first: number) => {
    const count = Math.min(imagesAtOnce, images.count - first);
    const noise = random.fillNormal(new Float32Array(count * samples * latent));
    const part = (values: Float32Array) => values.subarray(first * latent, (first + count) * latent);
    const logWeights = withModel(trained, (model, parameters) => {
      const pixels = source.read(Int32Array.from({ length: count }, (_, i) => first + i));
      return importanceLogWeights(model, parameters, {
        pixels,
        mean: part(mean),
        logVariance: part(logVariance),
        noise,
      });
    });
    for (let i = 0; i < count; i++)
      bounds[first + i] = logMeanExp(logWeights.subarray(i * samples, (i + 1) * samples));
    task.update(first + count);
  };
  try {
    for (let first = 0; first < images.count; first += imagesAtOnce) {
      portion(first);
      await breather.breathe();
    }
  } finally {
    dispose(source.held);
  }
  task.finish();
  return bounds;
}
