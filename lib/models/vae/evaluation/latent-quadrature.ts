import type { ImageSet } from "../../../data/index.js";
import { Breather, requireInput, requirePositive, silent, type WorkHooks } from "../../../support/index.js";
import { dispose, keep, scope } from "../../../tensorflow/index.js";
import { requireImageSize, withModel } from "../codes.js";
import type { TrainedAutoencoder } from "../fit.js";
import { buildAutoencoder } from "../model.js";
import { evaluationPixels, type PixelHooks } from "../pixels.js";
import {
  imageConstants,
  LogSums,
  logIntegrand,
  requirePlane,
  rowsFrom,
  squareOfCodes,
} from "./code-integral.js";

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
export interface QuadratureHooks extends WorkHooks, PixelHooks {}

/**
 * ln p(x) of every image in nats by quadrature: p(x) = int p(x | z) N(z; 0, I) dz over a two-dimensional z, as a sum
 * over a square grid (the trapezoidal rule, whose error falls exponentially for functions that vanish at the ends).
 *
 * Cost O(images * points * pixels), all in matrix products, see {@link logIntegrand}.
 *
 * @returns `count` numbers
 * @throws InputError if the code has not two dimensions or the rule is empty
 */
export async function logMarginalByQuadrature(
  trained: TrainedAutoencoder,
  images: ImageSet,
  rule: LatentGridRule,
  { progress = silent, signal, title, dequantisation }: QuadratureHooks = {},
): Promise<Float64Array> {
  const caller = "vae.logMarginalByQuadrature";
  requireImageSize(caller, trained, images);
  requirePlane(caller, trained);
  requirePositive(caller, "spacing", rule.spacing);
  requireInput(rule.to > rule.from, caller, `the grid must go upwards, got ${rule.from} to ${rule.to}`);
  const points = gridPoints(rule);
  const sums = new LogSums(images.count);
  const breather = new Breather(signal);
  const count = points.length / 2;
  const task = progress(title ?? `quadrature over ${count} codes`, count);
  const pixels = evaluationPixels(caller, buildAutoencoder(trained.config.network), images, dequantisation);
  keep(pixels.held);
  try {
    for (let first = 0; first < count; first += pointsAtOnce) {
      const some = points.subarray(2 * first, 2 * (first + pointsAtOnce));
      withModel(trained, (model, parameters) => {
        const logTerms = logIntegrand(model, parameters, some);
        for (let from = 0; from < images.count; from += imagesAtOnce) {
          const rows = rowsFrom(from, Math.min(images.count, from + imagesAtOnce));
          scope(() => sums.add(rows, logTerms(pixels.read(rows))));
        }
      });
      task.update(Math.min(count, first + pointsAtOnce));
      await breather.breathe();
    }
    const base = withModel(trained, (model, parameters) =>
      imageConstants(model, parameters, pixels, images.count, imagesAtOnce),
    );
    task.finish();
    const logCell = 2 * Math.log(rule.spacing);
    return sums.values().map((value, i) => value + base[i]! + logCell);
  } finally {
    dispose(pixels.held);
  }
}

/** The points of the grid, [points, 2], row after row upwards. */
export function gridPoints({ from, to, spacing }: LatentGridRule): Float32Array {
  return squareOfCodes([from, from], spacing, Math.floor((to - from) / spacing + 1e-9) + 1);
}
