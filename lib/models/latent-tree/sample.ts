import type { Random } from "../../random/index.js";
import { requireInteger } from "../../support/index.js";
import { type LevelRows, missing, requireLevels } from "./level-rows.js";
import { type LatentTree, plainParameters, requireColumns, requireLatentTree } from "./model.js";
import { evidenceOf, forEachBatch } from "./posteriors.js";
import type { TreeOrder } from "./tree.js";

/** Images drawn from a latent tree, each with the states behind it. */
export interface LatentTreeSample {
  /** count x D levels by rows. */
  readonly values: Uint8Array;
  /** count x D. */
  readonly states: Uint16Array;
}

/** Draws of images: the root's state, then each state given its parent's, and from each state a level. */
export function sample(model: LatentTree, count: number, random: Random): LatentTreeSample {
  requireInteger("latentTree.sample", "count", count, 1);
  const tree = requireLatentTree("latentTree.sample", model);
  const { dimension } = model.config;
  const drawn = { values: new Uint8Array(count * dimension), states: new Uint16Array(count * dimension) };
  for (let row = 0; row < count; row++) draw(model, tree, drawn, row, random);
  return drawn;
}

/**
 * Draws of whole images given some of their pixels, from the exact conditional: the pixels seen stay as they are, one draw for each row.
 *
 * @param data null or NaN where a pixel is to be drawn
 * @throws InputError for a model or rows that are not fit, see {@link LevelRows}
 */
export function sampleGiven(model: LatentTree, data: LevelRows, random: Random): LatentTreeSample {
  const caller = "latentTree.sampleGiven";
  const tree = requireLatentTree(caller, model);
  const size = model.config;
  requireColumns(caller, data.columns, size);
  const seen = requireLevels(caller, data, size.levels);
  const length = seen.values.length;
  const drawn = { values: new Uint8Array(length), states: new Uint16Array(length) };
  forEachBatch(model, tree, seen, (batch) => {
    const evidence = evidenceOf(batch);
    for (let i = 0; i < batch.rows; i++) {
      const ofNode = (depth: number, node: number) => {
        const start = (node * batch.plan.batch + i) * size.states;
        return evidence[depth]!.subarray(start, start + size.states);
      };
      draw(model, tree, drawn, batch.start + i, random, ofNode);
    }
  });
  for (let i = 0; i < length; i++) if (seen.values[i] !== missing) drawn.values[i] = seen.values[i]!;
  return drawn;
}

/** One row, node by node from the root. With evidence, states are weighed by it; of the root it is the posterior. */
function draw(
  { config: size, parents, parameters }: LatentTree,
  { order, levels }: TreeOrder,
  { values, states }: LatentTreeSample,
  row: number,
  random: Random,
  evidence?: (depth: number, node: number) => Float64Array,
): void {
  const { states: H, levels: V, dimension } = size;
  const { prior, transitions, emissions } = plainParameters(parameters);
  const start = row * dimension;
  const weights = new Float64Array(H);
  levels.forEach(({ first, size: nodes }, depth) => {
    for (let node = 0; node < nodes; node++) {
      const place = first + node;
      const pixel = order[place]!;
      const from = depth === 0 ? 0 : ((place - 1) * H + states[start + parents[pixel]!]!) * H;
      const own = evidence?.(depth, node);
      if (depth === 0) weights.set(own ?? prior);
      else for (let h = 0; h < H; h++) weights[h] = transitions[from + h]! * (own?.[h] ?? 1);
      const state = random.categorical(weights);
      states[start + pixel] = state;
      const shown = Float64Array.from({ length: V }, (_, v) => emissions[(place * V + v) * H + state]!);
      values[start + pixel] = random.categorical(shown);
    }
  });
}
