import {
  type Attribute,
  execute,
  gaussianDivergence,
  gaussianDivergenceGradient,
  type Parameters,
  scalar,
  type Tensor,
} from "../../tensorflow/index.js";
import { type Autoencoder, applyEncoder } from "./model.js";

const plain: Readonly<Record<string, Attribute>> = {};
const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, plain, inputs)[0]!;

/** The parts of the bound for one batch; the ELBO of an image is -(crossEntropy + divergence). */
export interface ElboParts {
  readonly mean: Tensor;
  readonly logVariance: Tensor;
  /** The sampled code, mean + exp(logVariance / 2) noise, [batch, latent]. */
  readonly code: Tensor;
  /** Decoder output at the sampled code, [batch, pixels]. */
  readonly logits: Tensor;
  /** -ln p(x | code) per image in nats, [batch]. */
  readonly crossEntropy: Tensor;
  /** KL(q(z | x) || N(0, I)) per image in nats, [batch]. */
  readonly divergence: Tensor;
}

/** {@link ElboParts} with the gradient of their sum over the batch, by the parameters' names. */
export interface ElboStep extends ElboParts {
  readonly gradients: Readonly<Record<string, Tensor>>;
}

/**
 * Evidence lower bound with one reparameterised code per image (Kingma and Welling 2014, eq. 10):
 * L(x) = ln p(x | z) - KL(q(z | x) || N(0, I)), z = mu + sigma noise.
 *
 * `pixels` [batch, pixels] in [0, 1], on the scale of the model's likelihood and, like the parameters, turned where the model
 * is (as `pixelsAt` and `withModel` give them); `noise` [batch, latent] standard normal.
 */
export function elbo(model: Autoencoder, parameters: Parameters, pixels: Tensor, noise: Tensor): ElboParts {
  return forward(model, parameters, pixels, noise).parts;
}

function forward(model: Autoencoder, parameters: Parameters, pixels: Tensor, noise: Tensor) {
  const encoded = applyEncoder(model, pixels, parameters);
  const mean = encoded.mean;
  const logVariance = encoded.logVariance;
  const perturbation = run("Mul", run("Exp", run("Mul", scalar(0.5), logVariance)), noise);
  const code = run("AddV2", mean, perturbation);
  const decoded = model.decoder.apply(code, parameters);
  const logits = decoded.output;
  const crossEntropy = model.likelihood.crossEntropy(logits, pixels, parameters);
  const divergence = gaussianDivergence(mean, logVariance);
  return {
    parts: { mean, logVariance, code, logits, crossEntropy, divergence },
    encoded,
    decoded,
    perturbation,
  };
}

/** The bound and the gradient of the loss, the SUM over the batch of crossEntropy + divergence. */
export function elboWithGradients(
  model: Autoencoder,
  parameters: Parameters,
  pixels: Tensor,
  noise: Tensor,
): ElboStep {
  const { parts, encoded, decoded, perturbation } = forward(model, parameters, pixels, noise);
  const gradients: Record<string, Tensor> = {};
  const toLogits = model.likelihood.gradient(parts.logits, pixels, parameters, gradients);
  const toCode = decoded.pullback(toLogits, gradients, true)!;
  const fromPrior = gaussianDivergenceGradient(parts.mean, parts.logVariance);
  const toMean = run("AddV2", toCode, fromPrior.mean);
  // d code / d logVariance = sigma noise / 2, half of what was added to the mean
  const viaCode = run("Mul", scalar(0.5), run("Mul", toCode, perturbation));
  const toLogVariance = run("AddV2", viaCode, fromPrior.logVariance);
  encoded.pullback(toMean, toLogVariance, gradients);
  return { ...parts, gradients };
}
