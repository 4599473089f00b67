import type { Random } from "../../random/index.js";
import {
  type Adam,
  Compiled,
  type Recording,
  readFloat32,
  record,
  scalar,
  scope,
  type Tensor,
  tensor,
} from "../../tensorflow/index.js";
import { elboWithGradients } from "./elbo.js";
import type { Autoencoder } from "./model.js";
import { dequantisationNoise, pixelsAt } from "./pixels.js";

/** Sums over a batch of the bound's parts, in nats. */
export interface BatchSums {
  /** -ln p(x | z), at one sampled code per image. */
  readonly reconstruction: number;
  readonly divergence: number;
}

/** Adds up numbers per image. */
export function sumOf(perImage: Tensor): number {
  return readFloat32(perImage).reduce((total, value) => total + value, 0);
}

/**
 * Training steps of a model, each one run of a graph: gathering of the images, the bound, its gradients and the update by
 * Adam. The graph works on its own copy of the optimiser's variables; {@link TrainingSteps.writeBack} brings them back to it.
 */
export class TrainingSteps {
  private readonly graph: Compiled<string>;

  /**
   * @param images from `heldImages`
   * @param batchSizes the sizes of batches there are, each recorded apart
   */
  constructor(
    private readonly model: Autoencoder,
    private readonly adam: Adam,
    images: Tensor,
    batchSizes: readonly number[],
  ) {
    this.graph = scope(
      () =>
        new Compiled(
          Object.fromEntries(
            batchSizes.map((size) => [`batch${size}`, recordStep(model, adam, images, size)]),
          ),
        ),
    );
  }

  /**
   * One update on the images of `rows`, of which there are as many as one of the batch sizes.
   *
   * @param noise standard normal, `rows.length * latent` numbers
   * @param random the stream of the dequantisation, read by a density only
   */
  run(rows: Int32Array, noise: Float32Array, random: Random): BatchSums {
    return scope(() => {
      const [rate, shift] = this.adam.nextSizes();
      const args = [
        tensor(rows, [rows.length]),
        tensor(noise, [rows.length, this.model.config.latent]),
        scalar(rate),
        scalar(shift),
        ...dequantisationNoise(this.model, rows.length, random),
      ];
      const [crossEntropy, divergence] = this.graph.run(`batch${rows.length}`, args) as [Tensor, Tensor];
      return { reconstruction: sumOf(crossEntropy), divergence: sumOf(divergence) };
    });
  }

  /** Gives the optimiser the parameters and moments that the steps have reached. */
  writeBack(): void {
    this.graph.writeBack();
  }

  /** Gives the memory back. */
  dispose(): void {
    this.graph.dispose();
  }
}

function recordStep(model: Autoencoder, adam: Adam, images: Tensor, size: number): Recording {
  const { latent } = model.config;
  const uniform =
    model.likelihood.scale === "grey"
      ? []
      : [tensor(new Float32Array(size * model.pixels), [size, model.pixels])];
  const examples = [
    tensor(new Int32Array(size), [size]),
    tensor(new Float32Array(size * latent), [size, latent]),
    scalar(0),
    scalar(0),
    ...uniform,
  ];
  return record(`batch${size}`, examples, ([rows, noise, rate, shift, u]) => {
    const pixels = pixelsAt(model, images, rows!, u);
    const { crossEntropy, divergence, gradients } = elboWithGradients(
      model,
      adam.parameters(),
      pixels,
      noise!,
    );
    adam.update(gradients, rate!, shift!);
    return [crossEntropy, divergence];
  });
}
