import { normalQuantile } from "../../math/index.js";
import { requireFinite } from "../../support/index.js";
import type { Quantity } from "../sampling/run.js";
import { pool, unpool } from "./chains.js";
import { type OrderedDraws, orderDistances, orderDraws } from "./ordered-draws.js";

/** Normal scores of the ranks 1, 3/2, 2, ... n of the last n asked for, filled in as they are needed. */
let scores = { count: 0, byTwiceRank: new Float64Array(0) };

function scoresOf(count: number): Float64Array {
  if (scores.count !== count)
    scores = { count, byTwiceRank: new Float64Array(2 * count + 1).fill(Number.NaN) };
  return scores.byTwiceRank;
}

function fillScore(twiceRank: number, count: number, known: Float64Array): number {
  const score = normalQuantile((twiceRank / 2 - 3 / 8) / (count + 1 / 4));
  known[twiceRank] = score;
  known[2 * (count + 1) - twiceRank] = -score;
  return score;
}

/** The normal score of every value, in the places the values had before they were ordered. */
export function normalScores({ sorted, order }: OrderedDraws): Float64Array {
  const count = order.length;
  const known = scoresOf(count);
  const normal = new Float64Array(count);
  for (let from = 0, to = 0; from < count; from = to) {
    to = from + 1;
    while (to < count && sorted[to] === sorted[from]) to++;
    // ranks count from 1: the average of from + 1 .. to
    const twiceRank = from + 1 + to;
    const stored = known[twiceRank]!;
    const score = Number.isNaN(stored) ? fillScore(twiceRank, count, known) : stored;
    for (let place = from; place < to; place++) normal[order[place]!] = score;
  }
  return normal;
}

/** The normal scores of the distances from a centre; all NaN if that is not finite. */
export function foldedScores(draws: OrderedDraws, centre: number): Float64Array {
  if (!Number.isFinite(centre)) return new Float64Array(draws.order.length).fill(Number.NaN);
  return normalScores(orderDistances(draws, centre));
}

/** {@link rankNormalise} without its check. */
export function rankScores(quantity: Quantity): Float64Array[] {
  return unpool(normalScores(orderDraws(pool(quantity))), quantity);
}

/**
 * Replaces every draw by the normal quantile of its rank among the draws of all chains,
 * `Phi^-1((rank - 3/8) / (n + 1/4))`, ties sharing their average rank (Vehtari et al. 2021, equation 14).
 *
 * @throws InputError for a draw that is NaN or infinite
 */
export function rankNormalise(quantity: Quantity): Float64Array[] {
  quantity.forEach((chain, c) => {
    requireFinite("rankNormalise", `quantity[${c}]`, chain);
  });
  return rankScores(quantity);
}
