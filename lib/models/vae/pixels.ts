import { dequantise, type ImageSet } from "../../data/index.js";
import { Random } from "../../random/index.js";
import { requireInput } from "../../support/index.js";
import {
  byteImages,
  gatherDequantised,
  gatherRows,
  gatherUnitInterval,
  type Tensor,
  tensor,
} from "../../tensorflow/index.js";
import { halfTurnImages } from "./half-turn.js";
import type { Autoencoder } from "./model.js";

/** The bytes of images [count, pixels] held by TensorFlow, turned where the model is: what {@link pixelsAt} chooses from. */
export function heldImages(model: Autoencoder, images: ImageSet): Tensor {
  return byteImages(halfTurnImages(model, images.pixels), images.count);
}

/** Where the pixels of a density come from. */
export interface PixelHooks {
  /** The stream of the dequantisation (see `dequantisationStream`), for models of densities only. */
  readonly dequantisation?: Random | undefined;
}

/** Fresh u in [0, 1) for the dequantisation of a batch, [rows, pixels]: none for a Bernoulli, which takes grey levels as they are. */
export function dequantisationNoise(model: Autoencoder, rows: number, random: Random): Tensor[] {
  if (model.likelihood.scale === "grey") return [];
  const u = random.fillUniform(new Float32Array(rows * model.pixels));
  return [tensor(halfTurnImages(model, u), [rows, model.pixels])];
}

/**
 * Images on the scale of the model's likelihood, [rows, pixels]: byte / 255 for a Bernoulli; (byte + u) / 256 for a
 * density. The one door by which pixels reach a model, so that no density is ever given grey levels as they are.
 *
 * @param images from {@link heldImages}
 * @param rows which of them, int32 [rows]
 * @param u from {@link dequantisationNoise}
 */
export function pixelsAt(model: Autoencoder, images: Tensor, rows: Tensor, u: Tensor | undefined): Tensor {
  requireInput(
    (u === undefined) === (model.likelihood.scale === "grey"),
    "pixelsAt",
    `the ${model.likelihood.kind} decoder takes ${model.likelihood.scale} pixels`,
  );
  return u === undefined ? gatherUnitInterval(images, rows) : gatherDequantised(images, rows, u);
}

/** Images to evaluate a model on, held by TensorFlow. */
export interface EvaluationPixels {
  /** To be kept and disposed of by the caller. */
  readonly held: Tensor;
  /** The images of some rows on the model's scale, [rows.length, pixels], turned where the model is. */
  read(rows: Int32Array): Tensor;
}

/**
 * Images on the scale of a model's likelihood, each time the same: the stream is copied, not moved on.
 *
 * @param random the stream of the dequantisation: wanted by a density, refused by a Bernoulli
 * @throws InputError if a density is to be evaluated on grey levels as they are, or a Bernoulli on dequantised ones
 */
export function evaluationPixels(
  caller: string,
  model: Autoencoder,
  images: ImageSet,
  random: Random | undefined,
): EvaluationPixels {
  const { kind, scale } = model.likelihood;
  requireInput(
    scale === "grey" || random !== undefined,
    caller,
    `the ${kind} decoder is a density on [0, 1]: grey levels as they are would let it grow without bound; pass the stream of a \`dequantisation\``,
  );
  requireInput(
    scale === "dequantised" || random === undefined,
    caller,
    `the ${kind} decoder is no density: it takes grey pixels (or bits), not dequantised ones; leave \`dequantisation\` out`,
  );
  if (random === undefined) {
    const bytes = heldImages(model, images);
    return { held: bytes, read: (rows) => gatherUnitInterval(bytes, indices(rows)) };
  }
  const upright = Float32Array.from(dequantise(images.pixels, Random.restore(random.state())));
  const values = tensor(halfTurnImages(model, upright), [images.count, model.pixels]);
  return { held: values, read: (rows) => gatherRows(values, indices(rows)) };
}

const indices = (rows: Int32Array) => tensor(rows, [rows.length]);
