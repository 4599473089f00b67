import { safeUnit } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";

/** Draws in a unit in which they can be squared twice without being lost: as they are, or divided by a power of two. */
export function inSafeUnit(quantity: Quantity): { readonly draws: Quantity; readonly unit: number } {
  let largest = 0;
  for (const chain of quantity) {
    for (let t = 0; t < chain.length; t++) {
      const size = Math.abs(chain[t]!);
      if (size > largest) largest = size;
    }
  }
  const unit = safeUnit(largest);
  return { unit, draws: unit === 1 ? quantity : quantity.map((chain) => chain.map((x) => x / unit)) };
}

const firstOf = (quantity: Quantity): number => quantity.find((chain) => chain.length > 0)?.[0] ?? Number.NaN;

/** Mean over all draws of the deviations from an origin, and the number of draws. */
function pooledMeanFrom(quantity: Quantity, origin: number): { deviation: number; count: number } {
  let sum = 0;
  let count = 0;
  for (const chain of quantity) {
    for (let t = 0; t < chain.length; t++) sum += chain[t]! - origin;
    count += chain.length;
  }
  return { deviation: sum / count, count };
}

/** {@link mean} of draws in a safe unit. */
export function meanOfSafe(draws: Quantity): number {
  const first = firstOf(draws);
  return first + pooledMeanFrom(draws, first).deviation;
}

/** Mean over all draws of all chains, as {@link meanOf} has it of the pooled draws. */
export function mean(quantity: Quantity): number {
  const { draws, unit } = inSafeUnit(quantity);
  return meanOfSafe(draws) * unit;
}

/** {@link sd} of draws in a safe unit. */
export function sdOfSafe(draws: Quantity): number {
  const first = firstOf(draws);
  const { deviation, count } = pooledMeanFrom(draws, first);
  let sum = 0;
  for (const chain of draws) {
    for (let t = 0; t < chain.length; t++) sum += (chain[t]! - first - deviation) ** 2;
  }
  return Math.sqrt(sum / (count - 1));
}

/** Standard deviation over all draws of all chains, divisor n - 1. */
export function sd(quantity: Quantity): number {
  const { draws, unit } = inSafeUnit(quantity);
  return sdOfSafe(draws) * unit;
}

/** The squared distance of every draw from the mean of all. */
export function squaredDistances(quantity: Quantity): Float64Array[] {
  const first = firstOf(quantity);
  const { deviation } = pooledMeanFrom(quantity, first);
  return quantity.map((chain) => {
    const squares = new Float64Array(chain.length);
    for (let t = 0; t < chain.length; t++) squares[t] = (chain[t]! - first - deviation) ** 2;
    return squares;
  });
}
