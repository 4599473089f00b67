import type { ImageSet } from "../../../data/index.js";
import type { Random } from "../../../random/index.js";
import { execute, readFloat32, scope, type Tensor, tensor } from "../../../tensorflow/index.js";
import { requireImageSize, withModel } from "../codes.js";
import { elbo } from "../elbo.js";
import type { TrainedAutoencoder } from "../fit.js";
import { evaluationPixels, type PixelHooks } from "../pixels.js";

const chunk = 1000;

/** The bound and the reconstructions of every image; arrays of `count` numbers in the order of the images. */
export interface VaeEvaluation {
  readonly count: number;
  /** ln p(x | z) at one sampled code, nats. As in the report: grey pixels under a Bernoulli likelihood. */
  readonly expectedLogLikelihood: Float64Array;
  /** KL(q(z | x) || p(z)), exact, nats. */
  readonly divergence: Float64Array;
  /** expectedLogLikelihood - divergence, nats. */
  readonly elbo: Float64Array;
  /** Mean over pixels of (x - decoder mean)^2 on the [0, 1] scale, at the SAME sampled code. As in the report. */
  readonly squaredErrorSampled: Float64Array;
  /** The same at the posterior mean of the code. Corrected: no posterior noise in it. */
  readonly squaredErrorMean: Float64Array;
}

const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, {}, inputs)[0]!;

function squaredError(means: Tensor, pixels: Tensor): Float32Array {
  const perPixel = run("SquaredDifference", means, pixels);
  return readFloat32(run("Mean", perPixel, tensor(Int32Array.of(1), [1])));
}

/**
 * The report's evaluation protocol: one code z ~ q(z | x) per image, and from that one forward pass the expected
 * log-likelihood, the bound and the squared error; beside it the squared error at the mean code.
 */
export function evaluate(
  trained: TrainedAutoencoder,
  images: ImageSet,
  random: Random,
  { dequantisation }: PixelHooks = {},
): VaeEvaluation {
  const caller = "vae.evaluate";
  requireImageSize(caller, trained, images);
  const { count } = images;
  const column = () => new Float64Array(count);
  const result = {
    count,
    expectedLogLikelihood: column(),
    divergence: column(),
    elbo: column(),
    squaredErrorSampled: column(),
    squaredErrorMean: column(),
  };
  withModel(trained, (model, parameters) => {
    const source = evaluationPixels(caller, model, images, dequantisation);
    for (let first = 0; first < count; first += chunk) {
      const rows = Int32Array.from({ length: Math.min(chunk, count - first) }, (_, i) => first + i);
      scope(() => {
        const pixels = source.read(rows);
        const { latent } = model.config;
        const noise = tensor(random.fillNormal(new Float32Array(rows.length * latent)), [
          rows.length,
          latent,
        ]);
        const parts = elbo(model, parameters, pixels, noise);
        result.expectedLogLikelihood.set(
          readFloat32(parts.crossEntropy).map((nats) => -nats),
          first,
        );
        result.divergence.set(readFloat32(parts.divergence), first);
        result.squaredErrorSampled.set(squaredError(model.likelihood.means(parts.logits), pixels), first);
        result.squaredErrorMean.set(
          squaredError(model.likelihood.means(model.decoder.apply(parts.mean, parameters).output), pixels),
          first,
        );
      });
    }
  });
  for (let i = 0; i < count; i++) result.elbo[i] = result.expectedLogLikelihood[i]! - result.divergence[i]!;
  return result;
}
