import { requireInput } from "../../../support/index.js";
import {
  type Attribute,
  execute,
  type Parameters,
  readFloat32,
  scope,
  type Tensor,
  tensor,
} from "../../../tensorflow/index.js";
import type { TrainedAutoencoder } from "../fit.js";
import type { Autoencoder } from "../model.js";
import type { EvaluationPixels } from "../pixels.js";

const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, {}, inputs)[0]!;
const transposeSecond: Readonly<Record<string, Attribute>> = { transpose_b: { bool: true } };
const lastAxis = () => tensor(Int32Array.of(1), [1]);

/** Refuses codes that are not points of a plane. */
export function requirePlane(caller: string, { config }: Pick<TrainedAutoencoder, "config">): void {
  const { latent } = config.network;
  requireInput(latent === 2, caller, `wants a code of 2 dimensions, got ${latent}`);
}

/** A square of `perAxis` x `perAxis` codes from a corner, [codes, 2], row after row upwards. */
export function squareOfCodes(
  corner: readonly [x: number, y: number],
  spacing: number,
  perAxis: number,
): Float32Array {
  const codes = new Float32Array(2 * perAxis * perAxis);
  for (let i = 0; i < perAxis * perAxis; i++) {
    codes[2 * i] = corner[0] + spacing * (i % perAxis);
    codes[2 * i + 1] = corner[1] + spacing * Math.floor(i / perAxis);
  }
  return codes;
}

/** `ln N(z; 0, I)` of a code of two dimensions, nats. */
export const logPrior = (x: number, y: number) => -Math.log(2 * Math.PI) - (x * x + y * y) / 2;

/**
 * `ln p(x | z) N(z; 0, I)` without the part of the image alone, as a function of images: [rows, codes]. All likelihoods here are linear in
 * the image but for that part, `x . eta(z) - offset(z) + base(x)`: all images against all codes is one matrix product.
 */
export function logIntegrand(
  model: Autoencoder,
  parameters: Parameters,
  codes: Float32Array,
): (pixels: Tensor) => Tensor {
  const count = codes.length / 2;
  const logits = model.decoder.apply(tensor(codes, [count, 2]), parameters).output;
  const { eta, offset } = model.likelihood.naturalForm(logits, parameters);
  const priors = Float32Array.from({ length: count }, (_, i) => logPrior(codes[2 * i]!, codes[2 * i + 1]!));
  const constant = run("Sub", tensor(priors, [count]), offset);
  return (pixels) => run("AddV2", execute("MatMul", transposeSecond, [pixels, eta])[0]!, constant);
}

/** The part of every image's log-probability that no code changes, taken from so many images at once. */
export function imageConstants(
  model: Autoencoder,
  parameters: Parameters,
  pixels: EvaluationPixels,
  count: number,
  imagesAtOnce: number,
): Float64Array {
  const base = new Float64Array(count);
  for (let first = 0; first < count; first += imagesAtOnce) {
    const rows = rowsFrom(first, Math.min(count, first + imagesAtOnce));
    scope(() => {
      const part = model.likelihood.base(pixels.read(rows), parameters);
      if (part !== null) base.set(readFloat32(part), first);
    });
  }
  return base;
}

/** The numbers `first` to `end` (exclusive). */
export const rowsFrom = (first: number, end: number) =>
  Int32Array.from({ length: end - first }, (_, i) => first + i);

/** ln sum exp of numbers that arrive in portions, one sum per image. */
export class LogSums {
  private readonly most: Float64Array;
  private readonly sums: Float64Array;
  constructor(count: number) {
    this.most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.sums = new Float64Array(count);
  }

  /** Adds the exponentials of `terms[i]` to the sum of image `rows[i]`. */
  add(rows: Int32Array, terms: Tensor): void {
    const largest = execute("Max", { keep_dims: { bool: true } }, [terms, lastAxis()])[0]!;
    const most = readFloat32(largest);
    const sums = readFloat32(run("Sum", run("Exp", run("Sub", terms, largest)), lastAxis()));
    rows.forEach((image, i) => {
      const higher = Math.max(this.most[image]!, most[i]!);
      const kept = this.sums[image]! * Math.exp(this.most[image]! - higher);
      this.sums[image] = kept + sums[i]! * Math.exp(most[i]! - higher);
      this.most[image] = higher;
    });
  }

  values(): Float64Array {
    return this.most.map((most, i) => most + Math.log(this.sums[i]!));
  }
}
