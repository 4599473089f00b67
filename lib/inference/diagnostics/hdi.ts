import { requireInput } from "../../support/index.js";
import type { Quantity } from "../sampling/run.js";
import { sortedPool } from "./chains.js";

/**
 * Highest-density interval: the shortest that holds `floor(probability * n)` steps between neighbouring sorted
 * draws (the first one on ties). For a density with one mode.
 *
 * [NaN, NaN] if a draw is NaN. Throws an InputError unless 0 < probability < 1.
 *
 * @param probability share of the draws, 0.94 as in ArviZ by default
 */
export function hdi(quantity: Quantity, probability = 0.94): readonly [number, number] {
  return hdiOfSorted(sortedPool(quantity), probability);
}

/** {@link hdi} of draws already in ascending order. */
export function hdiOfSorted(sorted: Float64Array, probability: number): readonly [number, number] {
  requireInput(
    probability > 0 && probability < 1,
    "hdi",
    () => `probability must be in (0, 1), got ${probability}`,
  );
  requireInput(sorted.length > 0, "hdi", "wants at least one draw");
  // NaN sorts last
  if (Number.isNaN(sorted[sorted.length - 1]!)) return [Number.NaN, Number.NaN];
  const steps = Math.floor(probability * sorted.length);
  let best = 0;
  let width = Infinity;
  for (let from = 0; from + steps < sorted.length; from++) {
    const candidate = sorted[from + steps]! - sorted[from]!;
    if (candidate < width) {
      best = from;
      width = candidate;
    }
  }
  return [sorted[best]!, sorted[best + steps]!];
}
