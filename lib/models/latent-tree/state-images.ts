import { requireInput, requireInteger } from "../../support/index.js";
import { parameterArray } from "../common/parameter-array.js";
import { marginals, meanLevels } from "./marginals.js";
import { type LatentTree, requireLatentTree } from "./model.js";

/**
 * What each state of a pixel stands for: the mean image given that the pixel is in it, H x D levels by rows.
 *
 * The pixel is made to show its state instead of a level, is seen showing each in turn, and all other pixels are asked for.
 *
 * @throws InputError for a pixel that does not exist, and for more states than levels
 */
export function stateImages(model: LatentTree, pixel: number): Float64Array {
  const caller = "latentTree.stateImages";
  const { places } = requireLatentTree(caller, model);
  const { states: H, levels: V, dimension } = model.config;
  requireInteger(caller, "pixel", pixel);
  requireInput(pixel < dimension, caller, () => `pixel must be in 0..${dimension - 1}, got ${pixel}`);
  requireInput(H <= V, caller, () => `wants no more states than levels, got ${H} and ${V}`);
  const start = places[pixel]! * V * H;
  const emissions = model.parameters.emissions.data.slice();
  emissions.fill(0, start, start + V * H);
  for (let h = 0; h < H; h++) emissions[start + h * H + h] = 1;
  const revealing = {
    ...model,
    parameters: { ...model.parameters, emissions: parameterArray(emissions, dimension, V, H) },
  };
  const rows = new Float64Array(H * dimension).fill(Number.NaN);
  for (let h = 0; h < H; h++) rows[h * dimension + pixel] = h;
  const { levels } = marginals(revealing, { values: rows, columns: dimension });
  const means = meanLevels(levels, V);
  for (let h = 0; h < H; h++) means[h * dimension + pixel] = meanOf(model, start, h);
  return means;
}

/** The mean level of one state. */
function meanOf({ config: { states: H, levels: V }, parameters }: LatentTree, start: number, h: number) {
  const { data: emissions } = parameters.emissions;
  let sum = 0;
  let weighted = 0;
  for (let v = 0; v < V; v++) {
    sum += emissions[start + v * H + h]!;
    weighted += v * emissions[start + v * H + h]!;
  }
  return weighted / sum;
}
