import { readFloat64, scope } from "../../tensorflow/index.js";
import { productRightTransposed, reshaped } from "./kernels.js";
import { type LevelRows, type Levels, missing, requireLevels } from "./level-rows.js";
import { type LatentTree, requireColumns, requireLatentTree } from "./model.js";
import { forEachBatch, type MessagesOfRows, statePosteriors } from "./posteriors.js";
import type { TreeOrder } from "./tree.js";

/** What is known of each pixel and each state once some pixels have been seen. Pixels in their own order, rows one after another. */
export interface LatentTreeMarginals {
  /** count x D x V: p(level of the pixel | the pixels seen); of a pixel seen 1 at its level. */
  readonly levels: Float32Array;
  /** count x D x H: p(state | the pixels seen). */
  readonly states: Float32Array;
}

/**
 * The exact marginals of every pixel and every state, given any pixels of an image: what stands in the gaps, with all its uncertainty.
 *
 * Computed in double precision, returned in single: count D (V + H) numbers, 0.8 MB an image of 784 pixels, 256 levels, 16 states.
 *
 * @param data null or NaN where a pixel has not been seen
 * @throws InputError for a model or rows that are not fit, see {@link LevelRows}
 */
export function marginals(model: LatentTree, data: LevelRows): LatentTreeMarginals {
  const tree = requireLatentTree("latentTree.marginals", model);
  const size = model.config;
  requireColumns("latentTree.marginals", data.columns, size);
  const seen = requireLevels("latentTree.marginals", data, size.levels);
  const levels = new Float32Array(seen.count * size.dimension * size.levels);
  const states = new Float32Array(seen.count * size.dimension * size.states);
  forEachBatch(model, tree, seen, (batch) => {
    statePosteriors(batch).forEach(({ posterior }, depth) => {
      scope(() => {
        const { size: nodes } = tree.levels[depth]!;
        const emissions = reshaped(batch.levels[depth]!.emissions, nodes, size.levels, size.states);
        spread(readFloat64(posterior), states, size.states, batch, tree, depth);
        const shown = readFloat64(productRightTransposed(posterior, emissions));
        spread(shown, levels, size.levels, batch, tree, depth);
      });
    });
  });
  fixSeen(levels, seen, size.levels);
  return { levels, states };
}

/** From nodes x batch x width of one level of the tree to rows x pixels x width. */
function spread(
  values: Float64Array,
  target: Float32Array,
  width: number,
  { plan, start, rows }: MessagesOfRows,
  { order, levels }: TreeOrder,
  depth: number,
): void {
  const { first, size } = levels[depth]!;
  for (let node = 0; node < size; node++) {
    for (let row = 0; row < rows; row++) {
      const from = (node * plan.batch + row) * width;
      target.set(
        values.subarray(from, from + width),
        ((start + row) * order.length + order[first + node]!) * width,
      );
    }
  }
}

function fixSeen(probabilities: Float32Array, { values }: Levels, width: number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === missing) continue;
    probabilities.fill(0, i * width, (i + 1) * width);
    probabilities[i * width + values[i]!] = 1;
  }
}

/**
 * The mean level of each pixel, `sum_v v p(v)`, from the probabilities of its levels.
 *
 * @param probabilities ... x V
 * @param levels V
 */
export function meanLevels(probabilities: Float32Array, levels: number): Float64Array {
  const means = new Float64Array(probabilities.length / levels);
  for (let i = 0; i < probabilities.length; i++)
    means[Math.floor(i / levels)]! += (i % levels) * probabilities[i]!;
  return means;
}
