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

/** Within this distance of 0 the closed forms below cancel in single precision, and the series stand for them. */
const seriesRadius = 0.5;

/** Power series in the square of o: coefficients[0] + coefficients[1] o^2 + ... by Horner's rule. */
function series(square: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients
    .slice(0, -1)
    .reduceRight(
      (sum, coefficient) => run("AddV2", run("Mul", sum, square), scalar(coefficient)),
      scalar(coefficients[coefficients.length - 1]!),
    );
}

/** `near` where |o| is below the radius, elsewhere `far`, which sees the radius in place of small o. */
function byDistance(logits: Tensor, near: (o: Tensor) => Tensor, far: (o: Tensor) => Tensor): Tensor {
  const isNear = run("Less", run("Abs", logits), scalar(seriesRadius));
  const radius = run("Add", run("Mul", logits, scalar(0)), scalar(seriesRadius));
  const away = execute("SelectV2", plain, [isNear, radius, logits])[0]!;
  const close = execute("SelectV2", plain, [isNear, logits, radius])[0]!;
  return execute("SelectV2", plain, [isNear, near(close), far(away)])[0]!;
}

/**
 * ln C(o) of the continuous Bernoulli density, ln(o / tanh(o / 2)), element by element in nats; ln 2 at o = 0
 * (Loaiza-Ganem and Cunningham 2019, equation 8, with o the logit).
 */
export function continuousBernoulliLogNormaliser(logits: Tensor): Tensor {
  return byDistance(
    logits,
    (o) => series(run("Square", o), [Math.LN2, 1 / 12, -7 / 1440, 31 / 90720, -127 / 4838400]),
    (o) => run("Log", run("RealDiv", o, run("Tanh", run("Mul", scalar(0.5), o)))),
  );
}

/** d ln C / d o = 1 / o - 1 / sinh(o), element by element; 0 at o = 0. */
export function continuousBernoulliLogNormaliserDerivative(logits: Tensor): Tensor {
  return byDistance(
    logits,
    (o) => run("Mul", o, series(run("Square", o), [1 / 6, -7 / 360, 31 / 15120, -127 / 604800])),
    (o) => run("Sub", run("Reciprocal", o), run("Reciprocal", run("Sinh", o))),
  );
}

/**
 * Minus the log-density of a normal distribution per image, in nats: sum over pixels of
 * 1/2 [ln(2 pi v) + (x - m)^2 / v]. `means` and `pixels` [batch, pixels], `variances` [pixels]; the result [batch].
 */
export function gaussianCrossEntropy(means: Tensor, variances: Tensor, pixels: Tensor): Tensor {
  const squares = run("RealDiv", run("SquaredDifference", pixels, means), variances);
  const perPixel = run("AddV2", squares, run("Log", run("Mul", variances, scalar(2 * Math.PI))));
  return run("Mul", scalar(0.5), run("Sum", perPixel, lastAxis(perPixel)));
}
