import type { ImageSet } from "../../../data/index.js";
import type { Random } from "../../../random/index.js";
import {
  Breather,
  type ProgressSink,
  requireInput,
  requirePositive,
  silent,
} from "../../../support/index.js";
import {
  type Attribute,
  dispose,
  execute,
  keep,
  type Parameters,
  readFloat32,
  scope,
  type Tensor,
  tensor,
} from "../../../tensorflow/index.js";
import { requireImageSize, withModel } from "../codes.js";
import type { TrainedAutoencoder } from "../fit.js";
import { type Autoencoder, buildAutoencoder } from "../model.js";
import { type EvaluationPixels, evaluationPixels } from "../pixels.js";

/** Grid points whose images are held at once, and images compared with them at once. */
const pointsAtOnce = 1000;
const imagesAtOnce = 5000;

/** A square grid over a two-dimensional latent space. */
export interface LatentGridRule {
  /** Lower and upper end of both axes. */
  readonly from: number;
  readonly to: number;
  /** Distance of neighbouring points. The rule is exact once it is below the narrowest posterior's sd. */
  readonly spacing: number;
}

/** How a quadrature is watched, and what it is done on. */
export interface QuadratureHooks {
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal | undefined;
  /** The stream of the dequantisation, for models of densities only. */
  readonly levels?: Random | undefined;
}

const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, {}, inputs)[0]!;
const transposeSecond: Readonly<Record<string, Attribute>> = { transpose_b: { bool: true } };

/**
 * ln p(x) of every image in nats by quadrature: p(x) = int p(x | z) N(z; 0, I) dz over a two-dimensional z, as a sum
 * over a square grid (the trapezoidal rule, whose error falls exponentially for functions that vanish at the ends).
 *
 * All likelihoods here are linear in the image but for a term without the code, x . eta(z) - offset(z) + base(x): all images
 * against all points is one matrix product. Cost O(images * points * pixels).
 *
 * @param levels the stream of the dequantisation, for models of densities only
 * @returns `count` numbers
 * @throws InputError if the code has not two dimensions or the rule is empty
 */
export async function logMarginalByQuadrature(
  trained: TrainedAutoencoder,
  images: ImageSet,
  rule: LatentGridRule,
  { progress = silent, signal, levels }: QuadratureHooks = {},
): Promise<Float64Array> {
  requireImageSize("logMarginalByQuadrature", trained, images);
  requireInput(
    trained.config.latent === 2,
    "logMarginalByQuadrature",
    `wants a code of 2 dimensions, got ${trained.config.latent}`,
  );
  requirePositive("logMarginalByQuadrature", "spacing", rule.spacing);
  requireInput(
    rule.to > rule.from,
    "logMarginalByQuadrature",
    `the grid must go upwards, got ${rule.from} to ${rule.to}`,
  );
  const points = gridPoints(rule);
  const total = new RunningLogSum(images.count);
  const breather = new Breather(signal);
  const count = points.length / 2;
  const task = progress(`quadrature over ${count} codes`, count);
  const model = buildAutoencoder(trained.config);
  const pixels = evaluationPixels("logMarginalByQuadrature", model, images, levels);
  keep(pixels.held);
  try {
    for (let first = 0; first < count; first += pointsAtOnce) {
      const some = points.subarray(2 * first, 2 * (first + pointsAtOnce));
      withModel(trained, (model, parameters) => addPoints(total, model, parameters, pixels, some));
      task.update(Math.min(count, first + pointsAtOnce));
      await breather.breathe();
    }
    const base = withModel(trained, (_, parameters) => baseOf(model, parameters, pixels, images.count));
    task.finish();
    const logCell = 2 * Math.log(rule.spacing);
    return total.values().map((value, i) => value + base[i]! + logCell);
  } finally {
    dispose(pixels.held);
  }
}

/** The points of the grid, [points, 2], row after row upwards. */
export function gridPoints({ from, to, spacing }: LatentGridRule): Float32Array {
  const perAxis = Math.floor((to - from) / spacing + 1e-9) + 1;
  const points = new Float32Array(2 * perAxis * perAxis);
  for (let i = 0; i < perAxis * perAxis; i++) {
    points[2 * i] = from + spacing * (i % perAxis);
    points[2 * i + 1] = from + spacing * Math.floor(i / perAxis);
  }
  return points;
}

/** Adds p(x | z) N(z; 0, I) of some codes to the sum of every image. */
function addPoints(
  total: RunningLogSum,
  model: Autoencoder,
  parameters: Parameters,
  pixels: EvaluationPixels,
  codes: Float32Array,
): void {
  const count = codes.length / 2;
  const lastAxis = tensor(Int32Array.of(1), [1]);
  const logits = model.decoder.apply(tensor(codes, [count, 2]), parameters).output;
  const logPrior = Float32Array.from(
    { length: count },
    (_, i) => -Math.log(2 * Math.PI) - (codes[2 * i]! ** 2 + codes[2 * i + 1]! ** 2) / 2,
  );
  const { eta, offset: cumulant } = model.likelihood.naturalForm(logits, parameters);
  const offset = run("Sub", tensor(logPrior, [count]), cumulant);
  for (let first = 0; first < total.count; first += imagesAtOnce) {
    const rows = Int32Array.from(
      { length: Math.min(imagesAtOnce, total.count - first) },
      (_, i) => first + i,
    );
    scope(() => {
      const products = execute("MatMul", transposeSecond, [pixels.read(rows), eta])[0]!;
      const logTerms = run("AddV2", products, offset);
      const most = execute("Max", { keep_dims: { bool: true } }, [logTerms, lastAxis])[0]!;
      const sums = run("Sum", run("Exp", run("Sub", logTerms, most)), lastAxis);
      total.add(first, readFloat32(most), readFloat32(sums));
    });
  }
}

/** The part of every image's log-probability that no code changes. */
function baseOf(
  model: Autoencoder,
  parameters: Parameters,
  pixels: EvaluationPixels,
  count: number,
): Float64Array {
  const base = new Float64Array(count);
  for (let first = 0; first < count; first += imagesAtOnce) {
    const rows = Int32Array.from({ length: Math.min(imagesAtOnce, count - first) }, (_, i) => first + i);
    scope(() => {
      const part = model.likelihood.base(pixels.read(rows), parameters);
      if (part !== null) base.set(readFloat32(part), first);
    });
  }
  return base;
}

/** ln sum exp of numbers that arrive in portions, one sum per image. */
class RunningLogSum {
  private readonly most: Float64Array;
  private readonly sums: Float64Array;
  constructor(readonly count: number) {
    this.most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.sums = new Float64Array(count);
  }

  /** Adds `sums[i] * exp(most[i])` to the sum of image `first + i`. */
  add(first: number, most: Float32Array, sums: Float32Array): void {
    for (let i = 0; i < most.length; i++) {
      const image = first + i;
      const higher = Math.max(this.most[image]!, most[i]!);
      this.sums[image] =
        this.sums[image]! * Math.exp(this.most[image]! - higher) + sums[i]! * Math.exp(most[i]! - higher);
      this.most[image] = higher;
    }
  }

  values(): Float64Array {
    return this.most.map((most, i) => most + Math.log(this.sums[i]!));
  }
}
