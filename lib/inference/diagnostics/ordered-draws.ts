import { argsort } from "../../math/index.js";

/** Values in ascending order and where each stood: all that order statistics and ranks need. */
export interface OrderedDraws {
  readonly sorted: Float64Array;
  /** `order[k]` is the place of `sorted[k]` in the values as they were. */
  readonly order: Uint32Array;
}

/** Sorts values without NaN, keeping track of their places. */
export function orderDraws(values: Float64Array): OrderedDraws {
  const order = argsort(values);
  const sorted = new Float64Array(order.length);
  for (let place = 0; place < order.length; place++) sorted[place] = values[order[place]!]!;
  return { sorted, order };
}

/**
 * The distances |x - centre| in ascending order, by merging the draws below the centre, read backwards, with those
 * above: O(n). The centre must not be NaN or infinite.
 */
export function orderDistances({ sorted, order }: OrderedDraws, centre: number): OrderedDraws {
  const n = sorted.length;
  const distances = { sorted: new Float64Array(n), order: new Uint32Array(n) };
  let above = firstAtLeast(sorted, centre);
  let below = above - 1;
  for (let place = 0; place < n; place++) {
    const down = below >= 0 ? centre - sorted[below]! : Infinity;
    const up = above < n ? sorted[above]! - centre : Infinity;
    const takesUpper = below < 0 || (above < n && up <= down);
    distances.sorted[place] = takesUpper ? up : down;
    distances.order[place] = order[takesUpper ? above++ : below--]!;
  }
  return distances;
}

/** The place of the first of the ascending values that is not below the bound. */
function firstAtLeast(sorted: Float64Array, bound: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}
