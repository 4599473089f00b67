import { normalQuantile } from "../../metrics/normal.js";
import type { Quantity } from "../sampling/run.js";
import { sortedPool } from "./chains.js";

/** Distinct values in ascending order, and the average rank (from 1) of the draws that hold each. */
interface RankTable {
  readonly values: Float64Array;
  readonly ranks: Float64Array;
}

function rankTable(sorted: Float64Array): RankTable {
  const values = new Float64Array(sorted.length);
  const ranks = new Float64Array(sorted.length);
  let distinct = 0;
  for (let from = 0; from < sorted.length; distinct++) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    values[distinct] = sorted[from]!;
    ranks[distinct] = (from + 1 + to) / 2;
    from = to;
  }
  return { values: values.subarray(0, distinct), ranks: ranks.subarray(0, distinct) };
}

/** Position of a value that is known to be among the ascending ones. */
function find(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Normal scores of the ranks 1, 3/2, 2, ... n of the last n asked for, filled in as they are needed. */
let scores = { count: 0, byTwiceRank: new Float64Array(0) };

function scoreOf(rank: number, count: number): number {
  if (scores.count !== count)
    scores = { count, byTwiceRank: new Float64Array(2 * count + 1).fill(Number.NaN) };
  const known = scores.byTwiceRank[2 * rank]!;
  if (!Number.isNaN(known)) return known;
  const score = normalQuantile((rank - 3 / 8) / (count + 1 / 4));
  scores.byTwiceRank[2 * rank] = score;
  scores.byTwiceRank[2 * (count + 1 - rank)] = -score;
  return score;
}

/**
 * Replaces every draw by the normal quantile of its rank among the draws of all chains,
 * `Phi^-1((rank - 3/8) / (n + 1/4))`, ties sharing their average rank (Vehtari et al. 2021, equation 14).
 *
 * @param sorted all draws in ascending order, if the caller has them
 */
export function rankNormalise(quantity: Quantity, sorted = sortedPool(quantity)): Float64Array[] {
  const count = sorted.length;
  const { values, ranks } = rankTable(sorted);
  const byValue = ranks.map((rank) => scoreOf(rank, count));
  return quantity.map((chain) => {
    const normal = new Float64Array(chain.length);
    for (let t = 0; t < chain.length; t++) normal[t] = byValue[find(values, chain[t]!)]!;
    return normal;
  });
}
