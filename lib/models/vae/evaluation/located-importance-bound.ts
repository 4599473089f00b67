import type { ImageSet } from "../../../data/index.js";
import { logMeanExp } from "../../../math/index.js";
import type { Random } from "../../../random/index.js";
import { Breather, requireInteger, silent } from "../../../support/index.js";
import {
  dispose,
  execute,
  keep,
  type Parameters,
  readFloat32,
  scope,
  type Tensor,
  tensor,
} from "../../../tensorflow/index.js";
import { normaliseRows } from "../../common/normalise-rows.js";
import { requireImageSize, withModel } from "../codes.js";
import type { TrainedAutoencoder } from "../fit.js";
import { type Autoencoder, buildAutoencoder } from "../model.js";
import { evaluationPixels } from "../pixels.js";
import { logPrior, requirePlane } from "./code-integral.js";
import type { SamplingHooks } from "./importance-weighted-bound.js";
import { gridPoints, type LatentGridRule } from "./latent-quadrature.js";

/** Share of the samples drawn from the prior, so that no weight can exceed p(x | z) / share. */
const defensiveShare = 0.1;

const imagesAtOnce = 64;
const codesAtOnce = 5000;
const run = (kernel: string, ...inputs: readonly Tensor[]) => execute(kernel, {}, inputs)[0]!;

/** An estimate of ln p(x) by importance sampling, for every image. */
export interface LocatedBound {
  /** ln 1/K sum of the weights, nats: in expectation below ln p(x), whatever the proposal. */
  readonly bound: Float64Array;
  /** Standard error of each over the samples (delta method), nats. */
  readonly standardError: Float64Array;
}

/**
 * Importance-weighted bound with a proposal that knows where the posterior is, for two-dimensional codes:
 *
 * L_K(x) = ln 1/K sum_k p(x | z_k) p(z_k) / g(z_k | x), z_k ~ g; g mixes uniform densities on the cells of a grid, weighted by
 * p(x | z) p(z) at and around their centres, with a tenth of the prior.
 *
 * The encoder's q(z | x), the usual proposal ({@link importanceWeightedBound}), misses most of the posterior's mass for a
 * fifth of the digits, and no practical K finds it then. The samples are random and the weights exact, so this is an estimate
 * apart from the quadrature's on the same grid, whose error it can show.
 *
 * @throws InputError if the code has not two dimensions
 */
export async function locatedImportanceBound(
  trained: TrainedAutoencoder,
  images: ImageSet,
  config: { readonly samples: number; readonly grid: LatentGridRule },
  { random, progress = silent, signal, dequantisation }: SamplingHooks,
): Promise<LocatedBound> {
  const caller = "vae.locatedImportanceBound";
  requireImageSize(caller, trained, images);
  requireInteger(caller, "samples", config.samples, 2);
  requirePlane(caller, trained);
  const { samples, grid } = config;
  const breather = new Breather(signal);
  const task = progress(`importance-weighted bound, ${samples} located samples`, images.count);
  const bound = new Float64Array(images.count);
  const standardError = new Float64Array(images.count);
  const source = evaluationPixels(caller, buildAutoencoder(trained.config.network), images, dequantisation);
  keep(source.held);
  try {
    for (let first = 0; first < images.count; first += imagesAtOnce) {
      const count = Math.min(imagesAtOnce, images.count - first);
      const rows = Int32Array.from({ length: count }, (_, i) => first + i);
      withModel(trained, (model, parameters) => {
        const proposals = locate(model, parameters, source.read(rows), grid);
        for (let i = 0; i < count; i++) {
          const pixels = source.read(rows.subarray(i, i + 1));
          const drawn = proposals[i]!.draw(samples, random);
          const logWeights = weigh(model, parameters, pixels, drawn);
          bound[first + i] = logMeanExp(logWeights);
          standardError[first + i] = relativeError(logWeights);
        }
      });
      task.update(first + count);
      await breather.breathe();
    }
  } finally {
    dispose(source.held);
  }
  task.finish();
  return { bound, standardError };
}

/** Codes [samples, 2] with the logarithm of their proposal density. */
interface DrawnCodes {
  readonly codes: Float32Array;
  readonly logDensities: Float64Array;
}

/** The proposal of one image. */
class CellProposal {
  private readonly cumulative: Float64Array;

  /** @param weights of the cells, which sum to 1, row after row upwards */
  constructor(
    private readonly weights: Float64Array,
    private readonly rule: LatentGridRule,
    private readonly perAxis: number,
  ) {
    let sum = 0;
    this.cumulative = weights.map((weight) => {
      sum += weight;
      return sum;
    });
  }

  draw(samples: number, random: Random): DrawnCodes {
    const codes = new Float32Array(2 * samples);
    const logDensities = new Float64Array(samples);
    const { from, spacing } = this.rule;
    for (let k = 0; k < samples; k++) {
      if (random.uniform() < defensiveShare) {
        codes[2 * k] = random.normal();
        codes[2 * k + 1] = random.normal();
      } else {
        const cell = this.cellAt(random.uniform());
        codes[2 * k] = from + spacing * ((cell % this.perAxis) + random.uniform() - 0.5);
        codes[2 * k + 1] = from + spacing * (Math.floor(cell / this.perAxis) + random.uniform() - 0.5);
      }
      logDensities[k] = this.logDensity(codes[2 * k]!, codes[2 * k + 1]!);
    }
    return { codes, logDensities };
  }

  /** The first cell at which the cumulative weight exceeds u, by bisection. */
  private cellAt(u: number): number {
    let low = 0;
    let high = this.cumulative.length - 1;
    const wanted = u * this.cumulative[high]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cumulative[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private logDensity(x: number, y: number): number {
    const { from, spacing } = this.rule;
    const column = Math.round((x - from) / spacing);
    const row = Math.round((y - from) / spacing);
    const isInside = column >= 0 && row >= 0 && column < this.perAxis && row < this.perAxis;
    const weight = isInside ? this.weights[row * this.perAxis + column]! : 0;
    return Math.log(
      ((1 - defensiveShare) * weight) / spacing ** 2 + defensiveShare * Math.exp(logPrior(x, y)),
    );
  }
}

/** Proposals from the posterior at the centres of the cells: half of each cell's weight is spread over its 3 x 3 block. */
function locate(
  model: Autoencoder,
  parameters: Parameters,
  pixels: Tensor,
  rule: LatentGridRule,
): CellProposal[] {
  const points = gridPoints(rule);
  const count = points.length / 2;
  const perAxis = Math.round(Math.sqrt(count));
  const images = pixels.shape[0]!;
  const logPosterior = new Float64Array(images * count);
  for (let first = 0; first < count; first += codesAtOnce) {
    const some = points.subarray(2 * first, 2 * (first + codesAtOnce));
    scope(() => {
      const length = some.length / 2;
      const logits = model.decoder.apply(tensor(some, [length, 2]), parameters).output;
      const { eta, offset } = model.likelihood.naturalForm(logits, parameters);
      const products = execute("MatMul", { transpose_b: { bool: true } }, [pixels, eta])[0]!;
      const values = readFloat32(run("Sub", products, offset));
      for (let i = 0; i < images; i++) {
        for (let p = 0; p < length; p++) {
          const prior = logPrior(some[2 * p]!, some[2 * p + 1]!);
          logPosterior[i * count + first + p] = values[i * length + p]! + prior;
        }
      }
    });
  }
  const { responsibilities } = normaliseRows(logPosterior, count);
  return Array.from({ length: images }, (_, i) => {
    const weights = responsibilities.subarray(i * count, (i + 1) * count);
    return new CellProposal(spread(weights, perAxis), rule, perAxis);
  });
}

function spread(weights: Float64Array, perAxis: number): Float64Array {
  const result = weights.map((weight) => weight / 2);
  weights.forEach((weight, cell) => {
    if (weight < 1e-12) return;
    const row = Math.floor(cell / perAxis);
    const column = cell % perAxis;
    for (let r = row - 1; r <= row + 1; r++) {
      for (let c = column - 1; c <= column + 1; c++) {
        // what would leave the grid stays in its cell
        const isInside = r >= 0 && c >= 0 && r < perAxis && c < perAxis;
        result[isInside ? r * perAxis + c : cell]! += weight / 18;
      }
    }
  });
  return result;
}

/** Logarithms of p(x | z) p(z) / g(z | x) for one image. */
function weigh(
  model: Autoencoder,
  parameters: Parameters,
  pixels: Tensor,
  { codes, logDensities }: DrawnCodes,
): Float64Array {
  const samples = logDensities.length;
  const logWeights = new Float64Array(samples);
  for (let first = 0; first < samples; first += codesAtOnce) {
    const some = codes.subarray(2 * first, 2 * (first + codesAtOnce));
    scope(() => {
      const logits = model.decoder.apply(tensor(some, [some.length / 2, 2]), parameters).output;
      const losses = readFloat32(model.likelihood.crossEntropy(logits, pixels, parameters));
      losses.forEach((loss, k) => {
        const prior = logPrior(some[2 * k]!, some[2 * k + 1]!);
        logWeights[first + k] = prior - loss - logDensities[first + k]!;
      });
    });
  }
  return logWeights;
}

/** sd of the weights over root K times their mean: the standard error of the logarithm of their mean. */
function relativeError(logWeights: Float64Array): number {
  const most = logWeights.reduce((a, b) => Math.max(a, b));
  const weights = logWeights.map((value) => Math.exp(value - most));
  const count = weights.length;
  const mean = weights.reduce((sum, value) => sum + value, 0) / count;
  const squares = weights.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count) / mean;
}
