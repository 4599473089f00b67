import type { Random } from "../../random/index.js";
import { requireInput, requireInteger } from "../../support/index.js";
import { readFloat32, scope, tensor } from "../../tensorflow/index.js";
import { withModel } from "./codes.js";
import type { TrainedAutoencoder } from "./fit.js";
import { halfTurnImages } from "./half-turn.js";
import { type LikelihoodConfig, pixelLogVariance } from "./likelihood.js";

const chunk = 1000;

/** Images drawn from a trained autoencoder. */
export interface VaeSample {
  /** `count * latent` numbers, z ~ N(0, I). */
  readonly codes: Float32Array;
  /** Decoder means of the codes, `count * pixels` numbers in [0, 1]. */
  readonly means: Float32Array;
  /** x ~ p(x | z): bits for a Bernoulli decoder; values of the density of dequantised pixels for the others. */
  readonly values: Float64Array;
}

/**
 * Draws images from a trained autoencoder: a code from the prior, then every pixel from the decoder's distribution, which
 * is what its likelihood is about. (The decoder's means, often shown as samples, are not draws of the model.)
 *
 * @throws InputError if `count` is no positive integer
 */
export function sample(trained: TrainedAutoencoder, count: number, random: Random): VaeSample {
  requireInteger("vae.sample", "count", count, 1);
  const { latent, rows, columns, likelihood = { kind: "bernoulli" } } = trained.config.network;
  const pixels = rows * columns;
  const codes = Float32Array.from({ length: count * latent }, () => random.normal());
  const means = new Float32Array(count * pixels);
  const values = new Float64Array(count * pixels);
  const draw = pixelSampler(likelihood, trained, random);
  withModel(trained, (model, parameters) => {
    for (let first = 0; first < count; first += chunk) {
      const some = codes.subarray(first * latent, (first + chunk) * latent);
      scope(() => {
        const logits = model.decoder.apply(tensor(some, [some.length / latent, latent]), parameters).output;
        means.set(halfTurnImages(model, readFloat32(model.likelihood.means(logits))), first * pixels);
        halfTurnImages(model, readFloat32(logits)).forEach((logit, i) => {
          values[first * pixels + i] = draw(logit, i % pixels);
        });
      });
    }
  });
  return { codes, means, values };
}

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

function pixelSampler(
  likelihood: LikelihoodConfig,
  { parameters }: TrainedAutoencoder,
  random: Random,
): (logit: number, pixel: number) => number {
  if (likelihood.kind === "bernoulli") return (logit) => (random.uniform() < sigmoid(logit) ? 1 : 0);
  if (likelihood.kind === "continuous-bernoulli")
    return (logit) => continuousBernoulliQuantile(random.uniform(), logit);
  const logVariances = parameters[pixelLogVariance]!.data;
  const deviations = Float64Array.from(logVariances, (s) =>
    Math.sqrt(likelihood.varianceFloor + Math.exp(s)),
  );
  return (logit, pixel) => sigmoid(logit) + deviations[pixel]! * random.normal();
}

/** Below this |logit| the distribution is uniform to rounding. */
const flat = 1e-9;

/**
 * Quantile function of the continuous Bernoulli on [0, 1], `ln(1 + u (e^eta - 1)) / eta` with the logit eta
 * (Loaiza-Ganem and Cunningham 2019, section 2).
 *
 * @throws InputError for u outside [0, 1]
 */
export function continuousBernoulliQuantile(u: number, logit: number): number {
  requireInput(u >= 0 && u <= 1, "continuousBernoulliQuantile", () => `u must be in [0, 1], got ${u}`);
  if (Math.abs(logit) < flat) return u;
  // for positive logits the mirror image, whose exponential cannot overflow
  if (logit > 0) return 1 - continuousBernoulliQuantile(1 - u, -logit);
  return Math.log1p(u * Math.expm1(logit)) / logit;
}
