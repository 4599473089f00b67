import { type Attribute, execute, scalar, type Tensor, tensor } from "./engine.js";

const plain: Readonly<Record<string, Attribute>> = {};
const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, plain, inputs)[0]!;
const lastAxis = (of: Tensor) => tensor(Int32Array.of(of.shape.length - 1), [1]);

/**
 * Bernoulli cross-entropy per image from logits o, in nats: sum over pixels of softplus(o) - x o,
 * which is -[x ln p + (1 - x) ln(1 - p)] with p = sigmoid(o) and has no logarithm to overflow.
 *
 * `logits` and `pixels` are [batch, pixels], pixels in [0, 1]; the result is [batch].
 */
export function bernoulliCrossEntropy(logits: Tensor, pixels: Tensor): Tensor {
  const perPixel = run("Sub", run("Softplus", logits), run("Mul", logits, pixels));
  return run("Sum", perPixel, lastAxis(perPixel));
}

/** Gradient of the summed cross-entropy with respect to the logits: sigmoid(o) - x. */
export function bernoulliCrossEntropyGradient(logits: Tensor, pixels: Tensor): Tensor {
  return run("Sub", run("Sigmoid", logits), pixels);
}

/**
 * KL(N(mean, diag exp(logVariance)) || N(0, I)) per image in nats:
 * 1/2 sum over the LATENT dimensions of (variance + mean^2 - 1 - ln variance). Inputs [batch, latent], result [batch].
 * Kingma and Welling (2014), appendix B.
 */
export function gaussianDivergence(mean: Tensor, logVariance: Tensor): Tensor {
  const spread = run("Sub", run("Expm1", logVariance), logVariance);
  const perDimension = run("Mul", scalar(0.5), run("AddV2", spread, run("Square", mean)));
  return run("Sum", perDimension, lastAxis(perDimension));
}

/** Gradients of the summed KL: the mean itself, and (variance - 1) / 2 for the log-variance. */
export function gaussianDivergenceGradient(
  mean: Tensor,
  logVariance: Tensor,
): { mean: Tensor; logVariance: Tensor } {
  return { mean, logVariance: run("Mul", scalar(0.5), run("Expm1", logVariance)) };
}
