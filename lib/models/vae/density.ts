import type { ImageSet } from "../../data/index.js";
import type { WorkHooks } from "../../support/index.js";
import {
  logMarginalByRefinedQuadrature,
  type RefinedGridRule,
  refinedGrid,
} from "./evaluation/refined-quadrature.js";
import type { TrainedAutoencoder } from "./fit.js";
import type { PixelHooks } from "./pixels.js";

/** How a density is evaluated. */
export interface DensityOptions extends WorkHooks, PixelHooks {
  /** {@link refinedGrid} by default. */
  readonly rule?: RefinedGridRule;
}

/**
 * `ln p(x)` of every image in nats, by quadrature over a two-dimensional code: exact where the rule is fine and wide enough, see
 * {@link logMarginalByRefinedQuadrature}, which tells.
 */
export async function logDensity(
  model: TrainedAutoencoder,
  data: ImageSet,
  { rule = refinedGrid, ...hooks }: DensityOptions = {},
): Promise<Float64Array> {
  return (await logMarginalByRefinedQuadrature(model, data, rule, hooks)).logMarginal;
}
