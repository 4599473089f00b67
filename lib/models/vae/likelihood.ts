import { InputError, requirePositive } from "../../support/index.js";
import {
  type Attribute,
  bernoulliCrossEntropy,
  bernoulliCrossEntropyGradient,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  execute,
  gaussianCrossEntropy,
  type ParameterShape,
  type Parameters,
  scalar,
  type Tensor,
  tensor,
} from "../../tensorflow/index.js";

/** What a decoder says about a pixel. */
export type LikelihoodConfig =
  /** Of a bit. On grey pixels it is the mean over their stochastic binarisations, and not a density. */
  | { readonly kind: "bernoulli" }
  /** A density on [0, 1] (Loaiza-Ganem and Cunningham 2019), for dequantised pixels. */
  | { readonly kind: "continuous-bernoulli" }
  /** A normal density with one learned variance a pixel, at least the floor, for dequantised pixels on [0, 1]. */
  | { readonly kind: "gaussian"; readonly varianceFloor: number };

/** The scale that a likelihood is a probability on, and so the pixels that it may be given. */
export type PixelScale = "grey" | "dequantised";

/** Distribution of the pixels of an image given the decoder's output. */
export interface DecoderLikelihood {
  readonly kind: LikelihoodConfig["kind"];
  readonly scale: PixelScale;
  readonly parameters: readonly ParameterShape[];
  /** -ln p(x | z) per image in nats, [batch], from logits and pixels of matching shapes [..., pixels]. */
  crossEntropy(logits: Tensor, pixels: Tensor, parameters: Parameters): Tensor;
  /** Gradient of the summed cross-entropy with respect to the logits; those of its own parameters go into `gradients`. */
  gradient(logits: Tensor, pixels: Tensor, parameters: Parameters, gradients: Record<string, Tensor>): Tensor;
  /** Mean of every pixel on [0, 1], of the shape of the logits. */
  means(logits: Tensor): Tensor;
  /**
   * The log-probability as x . eta - offset + base(x): eta [points, pixels] and offset [points] of decoder outputs
   * [points, pixels]. All images against all points is then one matrix product.
   */
  naturalForm(logits: Tensor, parameters: Parameters): { readonly eta: Tensor; readonly offset: Tensor };
  /** The part of {@link naturalForm} that only the image decides, [batch], or `null` for 0. */
  base(pixels: Tensor, parameters: Parameters): Tensor | null;
}

const plain: Readonly<Record<string, Attribute>> = {};
const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, plain, inputs)[0]!;
const axis = (number: number) => tensor(Int32Array.of(number), [1]);
const overPixels = (values: Tensor) => run("Sum", values, axis(values.shape.length - 1));

const bernoulli: DecoderLikelihood = {
  kind: "bernoulli",
  scale: "grey",
  parameters: [],
  crossEntropy: bernoulliCrossEntropy,
  gradient: bernoulliCrossEntropyGradient,
  means: (logits) => run("Sigmoid", logits),
  naturalForm: (logits) => ({ eta: logits, offset: overPixels(run("Softplus", logits)) }),
  base: () => null,
};

const continuousBernoulli: DecoderLikelihood = {
  kind: "continuous-bernoulli",
  scale: "dequantised",
  parameters: [],
  crossEntropy(logits, pixels) {
    const normaliser = overPixels(continuousBernoulliLogNormaliser(logits));
    return run("Sub", bernoulliCrossEntropy(logits, pixels), normaliser);
  },
  // the derivative of the cumulant is the mean
  gradient: (logits, pixels) => run("Sub", continuousBernoulli.means(logits), pixels),
  means: (logits) => run("Sub", run("Sigmoid", logits), continuousBernoulliLogNormaliserDerivative(logits)),
  naturalForm(logits) {
    const perPixel = run("Sub", run("Softplus", logits), continuousBernoulliLogNormaliser(logits));
    return { eta: logits, offset: overPixels(perPixel) };
  },
  base: () => null,
};

/** Name of the trained logarithms of the variances above the floor, [pixels]. */
export const pixelLogVariance = "decoder.pixelLogVariance";

/**
 * Where the logarithms begin: sd 0.05. Adam moves a parameter by about its rate a step, so that of the report's 11,725
 * steps of 1e-3 all variances from 1e-6 (a black border's) to 0.2 are within reach from here.
 */
const initialLogVariance = -6;

/** Mean sigmoid(logit), so that a mean may lie close to 0 without a large weight's jitter; variance floor + exp(s). */
function gaussian(varianceFloor: number, pixels: number): DecoderLikelihood {
  requirePositive("decoderLikelihood", "varianceFloor", varianceFloor);
  const spread = (parameters: Parameters) => run("Exp", parameters[pixelLogVariance]!);
  const variances = (parameters: Parameters) => run("AddV2", spread(parameters), scalar(varianceFloor));
  return {
    kind: "gaussian",
    scale: "dequantised",
    parameters: [{ name: pixelLogVariance, shape: [pixels], fanIn: pixels, initial: initialLogVariance }],
    crossEntropy: (logits, values, parameters) =>
      gaussianCrossEntropy(run("Sigmoid", logits), variances(parameters), values),
    gradient(logits, values, parameters, gradients) {
      const means = run("Sigmoid", logits);
      const all = variances(parameters);
      const scaled = run("RealDiv", run("Sub", means, values), all);
      // d/dv of 1/2 [ln v + (x - m)^2 / v], summed over the batch, times dv/ds = exp(s)
      const squares = run("Mul", scaled, run("Sub", means, values));
      const perPixel = run("RealDiv", run("Sub", scalar(1), squares), all);
      const toVariance = run("Mul", scalar(0.5), run("Sum", perPixel, axis(0)));
      gradients[pixelLogVariance] = run("Mul", toVariance, spread(parameters));
      return run("Mul", scaled, run("Mul", means, run("Sub", scalar(1), means)));
    },
    means: (logits) => run("Sigmoid", logits),
    naturalForm(logits, parameters) {
      const means = run("Sigmoid", logits);
      const eta = run("RealDiv", means, variances(parameters));
      return { eta, offset: run("Mul", scalar(0.5), overPixels(run("Mul", means, eta))) };
    },
    base(values, parameters) {
      const all = variances(parameters);
      const logs = run("Log", run("Mul", all, scalar(2 * Math.PI)));
      const perPixel = run("AddV2", run("RealDiv", run("Square", values), all), logs);
      return run("Mul", scalar(-0.5), overPixels(perPixel));
    },
  };
}

/** The likelihood that a configuration names; the report's Bernoulli if it names none. */
export function decoderLikelihood(
  config: LikelihoodConfig = { kind: "bernoulli" },
  pixels: number,
): DecoderLikelihood {
  if (config.kind === "bernoulli") return bernoulli;
  if (config.kind === "continuous-bernoulli") return continuousBernoulli;
  if (config.kind === "gaussian") return gaussian(config.varianceFloor, pixels);
  throw new InputError("decoderLikelihood", `knows no likelihood ${JSON.stringify(config)}`);
}
