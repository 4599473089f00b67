import type { Random } from "../../random/index.js";
import { InputError, requireInput, requireInteger } from "../../support/index.js";
import {
  convolution,
  dense,
  denseFork,
  type Fork,
  type Layer,
  type ParameterShape,
  type Parameters,
  reshape,
  sequence,
  type Tensor,
  transposedConvolution,
} from "../../tensorflow/index.js";
import {
  type DecoderLikelihood,
  decoderLikelihood,
  type LikelihoodConfig,
  pixelLogVariance,
} from "./likelihood.js";

/** The report's first model: fully connected encoder and decoder, mirror images of each other. */
export interface VaeConfig {
  readonly kind: "vae";
  readonly rows: number;
  readonly columns: number;
  /** Units of the hidden layers from the pixels to the code; the decoder has them in reverse. */
  readonly hidden: readonly number[];
  /** Dimensions of the code. */
  readonly latent: number;
  /** What the hidden layers do with their sums: rectified, as in the report, if left out; linear layers are one matrix in the end. */
  readonly activation?: "relu" | "linear";
  /** Distribution of the pixels given the code; Bernoulli, as in the report, if left out. */
  readonly likelihood?: LikelihoodConfig;
}

/** The report's second model: strided convolutions, and as many transposed ones on the way back. */
export interface ConvolutionalVaeConfig {
  readonly kind: "convolutional-vae";
  readonly rows: number;
  readonly columns: number;
  /** Channels after each convolution, from the image to the code. */
  readonly channels: readonly number[];
  /** Stride of each convolution; 2 for all, as in the report, if left out. */
  readonly strides?: readonly (1 | 2)[];
  /** Rows and columns of all filters, odd; 3, as in the report, if left out. */
  readonly kernel?: number;
  /** Units of an extra dense layer on each side of the code; `null`, as in the report, for none. */
  readonly hidden: number | null;
  readonly latent: number;
  /** Distribution of the pixels given the code; Bernoulli, as in the report, if left out. */
  readonly likelihood?: LikelihoodConfig;
}

/** Either kind of variational autoencoder. */
export type AutoencoderConfig = VaeConfig | ConvolutionalVaeConfig;

/** The networks of an autoencoder; parameters are kept outside of them. */
export interface Autoencoder {
  readonly config: AutoencoderConfig;
  /** Pixels of an image. */
  readonly pixels: number;
  /** Whether the networks work on images turned by half, with some parameters turned too (see `half-turn.ts`). */
  readonly isHalfTurned: boolean;
  /** [batch, pixels] to features. */
  readonly trunk: Layer;
  /** Features to the posterior mean, and to the logarithm of the posterior VARIANCE, each [batch, latent]. */
  readonly heads: Fork;
  /** Code [batch, latent] to the logits of the pixels [batch, pixels]. */
  readonly decoder: Layer;
  /** Distribution of the pixels given the logits. */
  readonly likelihood: DecoderLikelihood;
  readonly parameters: readonly ParameterShape[];
}

const relu = { relu: true };

function denseNetworks({ rows, columns, hidden, latent, activation = "relu" }: VaeConfig) {
  if (hidden.length === 0) throw new InputError("buildAutoencoder", "hidden must name at least one layer");
  const options = { relu: activation === "relu" };
  const pixels = rows * columns;
  const widths = [pixels, ...hidden];
  const back = [latent, ...[...hidden].reverse()];
  const last = hidden.length - 1;
  return {
    trunk: sequence(...hidden.map((units, i) => dense(`encoder.hidden${i + 1}`, widths[i]!, units, options))),
    features: hidden[last]!,
    decoder: sequence(
      ...back.slice(1).map((units, i) => dense(`decoder.hidden${i + 1}`, back[i]!, units, options)),
      dense("decoder.logits", back[back.length - 1]!, pixels),
    ),
  };
}

/** Strides, filters and the size of the last map of a convolutional network. */
function convolutionsOf({ rows, columns, channels, strides, kernel = 3 }: ConvolutionalVaeConfig) {
  const steps = strides ?? channels.map(() => 2 as const);
  const stride = steps.reduce<number>((product, step) => product * step, 1);
  const caller = "buildAutoencoder";
  requireInput(
    channels.length > 0 && steps.length === channels.length,
    caller,
    () =>
      `channels must name at least one convolution and strides as many, got ${channels.length} and ${steps.length}`,
  );
  requireInput(kernel % 2 === 1, caller, () => `kernel must be odd, got ${kernel}`);
  requireInput(
    rows % stride === 0 && columns % stride === 0,
    caller,
    () =>
      `rows and columns must be multiples of ${stride}, the product of the strides, got ${rows} x ${columns}`,
  );
  const map: readonly [number, number] = [rows / stride, columns / stride];
  return { steps, kernel, map, last: channels[channels.length - 1]! };
}

function convolutionalNetworks(config: ConvolutionalVaeConfig) {
  const { rows, columns, channels, hidden, latent } = config;
  const { steps, kernel, map, last } = convolutionsOf(config);
  const flat = map[0] * map[1] * last;
  const from = [1, ...channels];
  const filters = (i: number) => ({ kernel, stride: steps[i]! });
  const squeeze = hidden === null ? [] : [dense("encoder.hidden", flat, hidden, relu)];
  const expand = hidden === null ? [] : [dense("decoder.hidden", latent, hidden, relu)];
  const inwards = channels.map((count, i) =>
    convolution(`encoder.convolution${i + 1}`, from[i]!, count, { ...relu, ...filters(i) }),
  );
  const outwards = channels.map((_, k) => {
    const i = channels.length - 1 - k;
    const options = { relu: i > 0, ...filters(i) };
    return transposedConvolution(`decoder.transposed${k + 1}`, channels[i]!, from[i]!, options);
  });
  return {
    trunk: sequence(reshape([rows, columns, 1]), ...inwards, reshape([flat]), ...squeeze),
    features: hidden ?? flat,
    decoder: sequence(
      ...expand,
      dense("decoder.dense", hidden ?? latent, flat, relu),
      reshape([...map, last]),
      ...outwards,
      reshape([rows * columns]),
    ),
  };
}

/** Builds the networks that a configuration describes. Throws on sizes that do not fit together. */
export function buildAutoencoder(config: AutoencoderConfig): Autoencoder {
  for (const name of ["rows", "columns", "latent"] as const)
    requireInteger("buildAutoencoder", name, config[name], 1);
  const { trunk, features, decoder } =
    config.kind === "vae" ? denseNetworks(config) : convolutionalNetworks(config);
  const heads = denseFork(["encoder.mean", "encoder.logVariance"], features, config.latent);
  const pixels = config.rows * config.columns;
  const likelihood = decoderLikelihood(config.likelihood, pixels);
  const upright = [trunk, heads, decoder, likelihood].flatMap((part) => part.parameters);
  const isHalfTurned = config.kind === "convolutional-vae";
  const parameters = isHalfTurned ? upright.map((shape) => withHalfTurn(shape, config)) : upright;
  return { config, pixels, isHalfTurned, trunk, heads, decoder, likelihood, parameters };
}

/** What of a convolutional network's parameter belongs to places: of filters, of the flattened map, or of the image. */
function withHalfTurn(shape: ParameterShape, config: ConvolutionalVaeConfig): ParameterShape {
  const { rows, columns, hidden } = config;
  const { kernel, map } = convolutionsOf(config);
  const ofMap = map[0] * map[1];
  const readers = hidden === null ? ["encoder.mean", "encoder.logVariance"] : ["encoder.hidden"];
  if (shape.shape.length === 4) return { ...shape, halfTurn: { axis: 0, places: kernel ** 2 } };
  if (readers.some((name) => shape.name === `${name}.weight`))
    return { ...shape, halfTurn: { axis: 0, places: ofMap } };
  if (shape.name.startsWith("decoder.dense."))
    return { ...shape, halfTurn: { axis: shape.shape.length - 1, places: ofMap } };
  if (shape.name === pixelLogVariance) return { ...shape, halfTurn: { axis: 0, places: rows * columns } };
  return shape;
}

/** Number of trainable numbers, in all and in the decoder alone. */
export function countParameters({ parameters, decoder, likelihood }: Autoencoder): {
  all: number;
  decoder: number;
} {
  const count = (shapes: readonly ParameterShape[]) =>
    shapes.reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
  return { all: count(parameters), decoder: count([...decoder.parameters, ...likelihood.parameters]) };
}

/**
 * Starting values as PyTorch's layers draw them, since that start gave the report its numbers:
 * weights and biases uniform on (-1/sqrt(fanIn), 1/sqrt(fanIn)).
 */
export function initialParameters({ parameters }: Autoencoder, random: Random): Record<string, Float32Array> {
  return Object.fromEntries(
    parameters.map(({ name, shape, fanIn, initial }) => {
      const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
      if (initial !== undefined) return [name, values.fill(initial)];
      const bound = 1 / Math.sqrt(fanIn);
      const stream = random.split("initial", name);
      for (let i = 0; i < values.length; i++) values[i] = bound * (2 * stream.uniform() - 1);
      return [name, values];
    }),
  );
}

/** The encoder applied to a batch, with the way back. */
export interface Encoded {
  readonly mean: Tensor;
  readonly logVariance: Tensor;
  /** Takes dL/d(mean) and dL/d(logVariance), writes dL/d(parameter) into `gradients`. */
  pullback(toMean: Tensor, toLogVariance: Tensor, gradients: Record<string, Tensor>): void;
}

/** q(z | x): mean and log-variance of the code for pixels [batch, pixels] in [0, 1]. */
export function applyEncoder(model: Autoencoder, pixels: Tensor, parameters: Parameters): Encoded {
  const trunk = model.trunk.apply(pixels, parameters);
  const heads = model.heads.apply(trunk.output, parameters);
  const [mean, logVariance] = heads.outputs;
  return {
    mean,
    logVariance,
    pullback(toMean, toLogVariance, gradients) {
      trunk.pullback(heads.pullback([toMean, toLogVariance], gradients), gradients, false);
    },
  };
}
