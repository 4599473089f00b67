import type { AutoencoderConfig } from "../models/vae/index.js";
import { InputError, requireFinite, requireLength } from "../support/index.js";

/** The decoder of a trained autoencoder: its network, and its parameters by their names in the model's record. */
export interface DecoderWeights {
  readonly network: AutoencoderConfig;
  /** Those whose names begin with `decoder.`: weights [inputs, outputs], filters [3, 3, outputs, inputs], biases. */
  readonly parameters: Readonly<Record<string, ArrayLike<number>>>;
}

/** Takes the values of one layer to those of the next. */
type Step = (input: Float64Array) => Float64Array;

/**
 * The decoder of an autoencoder with Bernoulli pixels, for one code at a time: `x = sigmoid(decoder(z))`, layer by layer as
 * {@link buildAutoencoder} has them (Kingma and Welling 2014, appendix C.1), in doubles and on plain arrays, so that it runs anywhere.
 * A dense VAE of the report's size takes some 350,000 multiplications an image.
 *
 * @returns a function of a code [latent] that gives the probability of ink of every pixel [rows * columns], rows from the top
 * @throws InputError for a parameter that is missing or of another length, or for pixels that are not Bernoulli's
 */
export function plainDecoder(weights: DecoderWeights): (code: ArrayLike<number>) => Float64Array {
  const logits = plainLogits(weights);
  return (code) => logits(code).map((logit) => 1 / (1 + Math.exp(-logit)));
}

/** The decoder without its last step: the logits of the pixels, `ln(p / (1 - p))`, [rows * columns]. Throws as {@link plainDecoder}. */
export function plainLogits({
  network,
  parameters,
}: DecoderWeights): (code: ArrayLike<number>) => Float64Array {
  const caller = "plainDecoder";
  if (network.likelihood !== undefined && network.likelihood.kind !== "bernoulli")
    throw new InputError(caller, `decodes Bernoulli pixels only, got ${network.likelihood.kind}`);
  const read = (name: string, length: number): Float64Array => {
    const values = parameters[`decoder.${name}`];
    if (values === undefined) throw new InputError(caller, `has no parameter decoder.${name}`, { name });
    requireLength(caller, `decoder.${name}`, values.length, length);
    return Float64Array.from(values);
  };
  const dense = (name: string, inputs: number, outputs: number) =>
    denseStep(read(`${name}.weight`, inputs * outputs), read(`${name}.bias`, outputs));
  const steps =
    network.kind === "vae" ? denseSteps(network, dense) : convolutionalSteps(network, dense, read);
  return (code) => {
    requireLength(caller, "code", code.length, network.latent);
    requireFinite(caller, "code", code);
    return steps.reduce<Float64Array>((values, step) => step(values), Float64Array.from(code));
  };
}

type Dense = (name: string, inputs: number, outputs: number) => Step;

function denseSteps(network: AutoencoderConfig & { readonly kind: "vae" }, dense: Dense): Step[] {
  const widths = [network.latent, ...[...network.hidden].reverse()];
  const isRectified = network.activation !== "linear";
  return [
    ...widths
      .slice(1)
      .flatMap((units, i) => [dense(`hidden${i + 1}`, widths[i]!, units), ...(isRectified ? [relu] : [])]),
    dense("logits", widths[widths.length - 1]!, network.rows * network.columns),
  ];
}

function convolutionalSteps(
  network: AutoencoderConfig & { readonly kind: "convolutional-vae" },
  dense: Dense,
  read: (name: string, length: number) => Float64Array,
): Step[] {
  const { rows, columns, channels, hidden, latent } = network;
  const [first, second] = channels;
  const { strides = [2, 2], kernel = 3 } = network;
  if (
    first === undefined ||
    second === undefined ||
    channels.length !== 2 ||
    kernel !== 3 ||
    strides.join() !== "2,2"
  )
    throw new InputError(
      "plainDecoder",
      `knows two convolutions of 3 x 3 filters with stride 2, as in the report, got ${channels.length} of ${kernel} x ${kernel} with strides ${strides.join(", ")}`,
    );
  const [height, width] = [rows / 4, columns / 4];
  const expand = hidden === null ? [] : [dense("hidden", latent, hidden), relu];
  const enlarge = (name: string, h: number, w: number, inputs: number, outputs: number): Step => {
    const [filters, bias] = [read(`${name}.weight`, 9 * inputs * outputs), read(`${name}.bias`, outputs)];
    return (map) => transposedConvolution(map, { height: h, width: w, inputs, outputs, filters, bias });
  };
  return [
    ...expand,
    dense("dense", hidden ?? latent, height * width * second),
    relu,
    enlarge("transposed1", height, width, second, first),
    relu,
    enlarge("transposed2", 2 * height, 2 * width, first, 1),
  ];
}

const relu: Step = (values) => values.map((value) => Math.max(0, value));

/** `y_j = b_j + sum_i x_i W_ij`; inputs that are 0, as many are behind a rectifier, cost nothing. */
function denseStep(weight: Float64Array, bias: Float64Array): Step {
  const outputs = bias.length;
  return (input) => {
    const output = bias.slice();
    for (let i = 0; i < input.length; i++) {
      const x = input[i]!;
      if (x === 0) continue;
      const row = i * outputs;
      for (let j = 0; j < outputs; j++) output[j]! += x * weight[row + j]!;
    }
    return output;
  };
}

interface Transposed {
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly filters: Float64Array;
  readonly bias: Float64Array;
}

/**
 * A map [height, width, inputs] at twice the size: `y[2i + k - 1, 2j + l - 1, o] += x[i, j, c] F[k, l, o, c]`, k and l from 0 to 2, what
 * falls outside dropped: stride 2, padding 1 and an output padding of 1, as PyTorch names them.
 */
function transposedConvolution(
  map: Float64Array,
  { height, width, inputs, outputs, filters, bias }: Transposed,
) {
  const [tall, wide] = [2 * height, 2 * width];
  const enlarged = Float64Array.from({ length: tall * wide * outputs }, (_, i) => bias[i % outputs]!);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++)
      for (let k = 0; k < 3; k++)
        for (let l = 0; l < 3; l++) {
          const [row, column] = [2 * i + k - 1, 2 * j + l - 1];
          if (row < 0 || row >= tall || column < 0 || column >= wide) continue;
          for (let o = 0; o < outputs; o++) {
            const filter = ((3 * k + l) * outputs + o) * inputs;
            const from = (i * width + j) * inputs;
            let sum = 0;
            for (let c = 0; c < inputs; c++) sum += map[from + c]! * filters[filter + c]!;
            enlarged[(row * wide + column) * outputs + o]! += sum;
          }
        }
  return enlarged;
}
