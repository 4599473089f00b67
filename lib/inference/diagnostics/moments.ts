import type { Quantity } from "../sampling/run.js";

/** Mean over all draws of all chains, as {@link meanOf} has it of the pooled draws. */
export function mean(quantity: Quantity): number {
  const first = quantity.find((chain) => chain.length > 0)?.[0] ?? Number.NaN;
  let sum = 0;
  let count = 0;
  for (const chain of quantity) {
    for (let t = 0; t < chain.length; t++) sum += chain[t]! - first;
    count += chain.length;
  }
  return first + sum / count;
}

/** Standard deviation over all draws of all chains, divisor n - 1. */
export function sd(quantity: Quantity): number {
  const centre = mean(quantity);
  let sum = 0;
  let count = 0;
  for (const chain of quantity) {
    for (let t = 0; t < chain.length; t++) sum += (chain[t]! - centre) ** 2;
    count += chain.length;
  }
  return Math.sqrt(sum / (count - 1));
}
