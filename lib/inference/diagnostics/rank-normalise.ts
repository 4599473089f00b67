import { normalQuantile } from "../../metrics/normal.js";
import type { Quantity } from "../sampling/run.js";
import { argsort } from "./argsort.js";
import { pool } from "./chains.js";

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
 */
export function rankNormalise(quantity: Quantity): Float64Array[] {
  const draws = pool(quantity);
  const count = draws.length;
  const order = argsort(draws);
  const normal = new Float64Array(count);
  for (let from = 0, to = 0; from < count; from = to) {
    const value = draws[order[from]!]!;
    to = from + 1;
    while (to < count && draws[order[to]!] === value) to++;
    const score = scoreOf((from + 1 + to) / 2, count);
    for (let place = from; place < to; place++) normal[order[place]!] = score;
  }
  let at = 0;
  return quantity.map(({ length }) => {
    at += length;
    return normal.subarray(at - length, at);
  });
}
