import { readFloat32, scope, type Tensor, tensor } from "pml/tensorflow";
import { logMeanExp } from "#internal/math/log-sum-exp";
import { elboWithGradients } from "#internal/models/vae/elbo";
import { importanceLogWeights } from "#internal/models/vae/evaluation/importance-weighted-bound";
import { halfTurnImages, halfTurnParameters, halfTurnState } from "#internal/models/vae/half-turn";
import { type Autoencoder, type AutoencoderConfig, buildAutoencoder } from "#internal/models/vae/model";
import { Adam, type AdamState, initialAdamState } from "#internal/tensorflow/adam";
import { convolution, dense, type Layer, transposedConvolution } from "#internal/tensorflow/layers";
import {
  bernoulliCrossEntropy,
  bernoulliCrossEntropyGradient,
  gaussianDivergence,
  gaussianDivergenceGradient,
} from "#internal/tensorflow/losses";
import type { Checker } from "./checkers.js";
import { type Ledger, largest, type Values } from "./ledger.js";

// biome-ignore lint/suspicious/noExplicitAny: fixture files are data of many shapes
type Data = any;

function flat(values: Values): Float32Array {
  return Float32Array.from(
    (Array.isArray(values) ? values.flat(Number.POSITIVE_INFINITY) : [values]) as number[],
  );
}

function shapeOf(values: Data): number[] {
  return Array.isArray(values) ? [values.length, ...shapeOf(values[0])] : [];
}

function upload(values: Data): Tensor {
  return tensor(flat(values), shapeOf(values));
}

/** Images are stored in both layouts; ours is [batch, rows, columns, channels]. */
const ours = (values: Data) => values.nhwc ?? values;

/** Tolerance of single precision: 1e-5 of the largest entry. */
function compareScaled(ledger: Ledger, name: string, actual: Tensor, expected: Data): void {
  ledger.compare(name, readFloat32(actual), expected, 1e-5, largest(expected));
}

function layerOf(name: string, [a, b, c, d]: readonly number[]): Layer {
  if (name.startsWith("linear")) return dense("layer", a!, b!);
  if (name.startsWith("conv_transpose2d")) return transposedConvolution("layer", d!, c!);
  return convolution("layer", c!, d!);
}

/** Maps [batch, rows, columns, channels] and filters [rows, columns, in, out] turned by half; anything else as it is. */
function turned(values: Data, isFilter = false): Data {
  if (shapeOf(values).length !== 4) return values;
  const halfTurn = (map: Data[][]) => [...map].reverse().map((row) => [...row].reverse());
  return isFilter ? halfTurn(values) : values.map(halfTurn);
}

/** Our convolutions are the reference's with everything turned by half. */
function checkLayer(data: Data, ledger: Ledger): void {
  const { name } = data;
  const layer = layerOf(name, shapeOf(data.weight_tf));
  const parameters = {
    "layer.weight": upload(turned(data.weight_tf, true)),
    "layer.bias": upload(data.bias),
  };
  const { output, pullback } = layer.apply(upload(turned(ours(data.x))), parameters);
  const gradients: Record<string, Tensor> = {};
  const gradient = pullback(upload(turned(ours(data.upstream_gradient))), gradients, true)!;
  compareScaled(ledger, `${name} output`, output, turned(ours(data.y)));
  compareScaled(ledger, `${name} input gradient`, gradient, turned(ours(data.grad_x)));
  compareScaled(
    ledger,
    `${name} weight gradient`,
    gradients["layer.weight"]!,
    turned(data.grad_weight_tf, true),
  );
  compareScaled(ledger, `${name} bias gradient`, gradients["layer.bias"]!, data.grad_bias);
}

const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

function checkLosses(data: Data, ledger: Ledger): void {
  const pixels = upload(data.x);
  const logits = upload(data.logits);
  const elementwise = data.bce_with_logits_elementwise as number[][];
  const rowSums = elementwise.map((row) => row.reduce((sum, value) => sum + value, 0));
  const crossEntropy = readFloat32(bernoulliCrossEntropy(logits, pixels));
  ledger.compare("cross-entropy per row", crossEntropy, rowSums, 1e-6);
  ledger.compare("cross-entropy, summed", sumOf(crossEntropy), data.bce_with_logits_sum, 1e-6);
  compareScaled(
    ledger,
    "cross-entropy gradient",
    bernoulliCrossEntropyGradient(logits, pixels),
    data.bce_gradient_wrt_logits,
  );
  const mean = upload(data.mu);
  const logVariance = upload(data.logvar);
  const divergence = readFloat32(gaussianDivergence(mean, logVariance));
  ledger.compare("KL per row", divergence, data.kl_per_row, 1e-6);
  ledger.compare("KL, summed", sumOf(divergence), data.kl_sum, 1e-6);
  const gradient = gaussianDivergenceGradient(mean, logVariance);
  compareScaled(ledger, "KL gradient, mean", gradient.mean, data.kl_gradient_wrt_mu);
  compareScaled(ledger, "KL gradient, log-variance", gradient.logVariance, data.kl_gradient_wrt_logvar);
}

/** The reference's layer names, in the order in which our networks list their parameters. */
const referenceLayers = ["fc1", "fc1a", "fc21", "fc22", "fc3", "fc3a", "fc4"];

function configOf(data: Data): AutoencoderConfig {
  const [rows, columns] = data.image as [number, number];
  const width = (layer: string) => data.initial_parameters[`${layer}.bias`].tf.length as number;
  const { latent } = data;
  return data.name === "conv"
    ? {
        kind: "convolutional-vae",
        rows,
        columns,
        channels: [width("fc1"), width("fc1a")],
        hidden: null,
        latent,
      }
    : { kind: "vae", rows, columns, hidden: [width("fc1"), width("fc1a")], latent };
}

/** Our parameter name of each of the reference's. */
function nameMap(model: Autoencoder): Map<string, string> {
  const theirs = referenceLayers.flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]);
  return new Map(theirs.map((name, i) => [name, model.parameters[i]!.name]));
}

function startOf(data: Data, names: Map<string, string>): AdamState {
  return initialAdamState(
    Object.fromEntries([...names].map(([theirs, mine]) => [mine, flat(data.initial_parameters[theirs].tf)])),
  );
}

function checkModel(data: Data, ledger: Ledger): void {
  const model = buildAutoencoder(configOf(data));
  const names = nameMap(model);
  const pixels = () => tensor(halfTurnImages(model, flat(data.x)), [data.batch, model.pixels]);
  const adam = new Adam(model.parameters, halfTurnState(model, startOf(data, names)));
  const step = (index: number) =>
    elboWithGradients(model, adam.parameters(), pixels(), upload(data.eps_per_step[index]));
  scope(() => {
    const first = step(0);
    checkForward(data, ledger, model, first);
    const gradients = Object.fromEntries(
      [...names.values()].map((name) => [name, readFloat32(first.gradients[name]!)]),
    );
    const upright = halfTurnParameters(model, gradients);
    for (const [theirs, mine] of names) {
      const expected = data.gradient_of_loss_sum[theirs].tf;
      ledger.compare(`${data.name} gradients`, upright[mine]!, expected, 1e-5, largest(expected));
    }
    checkImportanceWeights(data, ledger, model, adam, pixels());
  });
  const losses: number[] = [];
  for (let index = 0; index < data.eps_per_step.length; index++) {
    scope(() => {
      const { crossEntropy, divergence, gradients } = step(index);
      losses.push(sumOf(readFloat32(crossEntropy)) + sumOf(readFloat32(divergence)));
      adam.apply(gradients);
    });
    const expected = data.adam[`parameters_after_step_${index + 1}`];
    if (expected === undefined) continue;
    const { values } = halfTurnState(model, adam.state());
    for (const [theirs, mine] of names) {
      ledger.compare(
        `${data.name} after ${index + 1} steps of Adam`,
        values[mine]!,
        expected[theirs].tf,
        2e-6,
        "absolute",
      );
    }
  }
  ledger.compare(`${data.name} loss before each step`, losses, data.adam.loss, 1e-6);
  adam.dispose();
}

function checkForward(
  data: Data,
  ledger: Ledger,
  model: Autoencoder,
  parts: ReturnType<typeof elboWithGradients>,
): void {
  const { forward, name } = data;
  compareScaled(ledger, `${name} posterior mean`, parts.mean, forward.mu);
  compareScaled(ledger, `${name} posterior log-variance`, parts.logVariance, forward.logvar);
  compareScaled(ledger, `${name} code`, parts.code, forward.z);
  const logits = halfTurnImages(model, readFloat32(parts.logits));
  ledger.compare(`${name} logits`, logits, forward.logits.flat(9), 1e-5, largest(forward.logits));
  const crossEntropy = readFloat32(parts.crossEntropy);
  const divergence = readFloat32(parts.divergence);
  const bounds = crossEntropy.map((nats, i) => -nats - divergence[i]!);
  ledger.compare(`${name} cross-entropy`, crossEntropy, forward.bce_per_image, 1e-6);
  ledger.compare(`${name} KL`, divergence, forward.kl_per_image, 1e-6);
  ledger.compare(`${name} ELBO`, bounds, forward.elbo_per_image, 1e-6);
  ledger.compare(`${name} ELBO, mean`, sumOf(bounds) / bounds.length, forward.mean_elbo, 1e-6);
}

function checkImportanceWeights(
  data: Data,
  ledger: Ledger,
  model: Autoencoder,
  adam: Adam,
  pixels: Tensor,
): void {
  const { eps, samples, log_weights: expected, bound_per_image: bounds, mean_bound: meanBound } = data.iwae;
  const batch = data.batch as number;
  // the reference lists [sample][image][latent], we want image after image
  const noise = Float32Array.from(
    Array.from({ length: batch }, (_, image) =>
      (eps as number[][][]).flatMap((sample) => sample[image]!),
    ).flat(),
  );
  const mean = flat(data.forward.mu);
  const logVariance = flat(data.forward.logvar);
  const logWeights = importanceLogWeights(model, adam.parameters(), { pixels, mean, logVariance, noise });
  const byImage = Array.from({ length: batch }, (_, i) =>
    logWeights.subarray(i * samples, (i + 1) * samples),
  );
  const theirs = byImage.map((_, image) => (expected as number[][]).map((sample) => sample[image]!));
  ledger.compare(`${data.name} importance log-weights`, byImage, theirs, 1e-6);
  const means = byImage.map((weights) => logMeanExp(weights));
  ledger.compare(`${data.name} importance-weighted bound`, means, bounds, 1e-6);
  ledger.compare(
    `${data.name} importance-weighted bound, mean`,
    means.reduce((a, b) => a + b, 0) / batch,
    meanBound,
    1e-6,
  );
}

function checkAdam(data: Data, ledger: Ledger): void {
  const shapes = [{ name: "x", shape: [1], fanIn: 1 }];
  const { lr: learningRate, beta1, beta2, eps: epsilon } = data;
  const start = initialAdamState({ x: Float32Array.of(data.start) });
  const adam = new Adam(shapes, start, { learningRate, beta1, beta2, epsilon });
  const path = (data.gradients as number[]).map((gradient) => {
    scope(() => adam.apply({ x: tensor(Float32Array.of(gradient), [1]) }));
    return adam.state().values.x![0]!;
  });
  adam.dispose();
  const theirs = data.path.length === path.length + 1 ? data.path.slice(1) : data.path;
  ledger.compare("Adam path of one parameter", path, theirs, 2e-6, "absolute");
}

/** `vae_ops.json`: layers, losses, both models with gradients, Adam and importance weights, in single precision. */
export const check: Checker = (data: Data, ledger) => {
  for (const layer of data.layers) scope(() => checkLayer(layer, ledger));
  scope(() => checkLosses(data.losses, ledger));
  for (const model of data.models) scope(() => checkModel(model, ledger));
  for (const path of data.adam) checkAdam(path, ledger);
};
