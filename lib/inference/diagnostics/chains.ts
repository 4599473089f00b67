import { requireInput } from "../../support/index.js";
import type { Quantity } from "../sampling/run.js";

/** Below this many draws a chain no diagnostic is defined (as in ArviZ). */
const fewestDraws = 4;

/**
 * Whether a diagnostic is defined for a quantity: enough chains, at least 4 draws in each, no NaN. Where it is
 * not, diagnostics return NaN.
 *
 * Throws an InputError for what is not a quantity at all: no chain, or chains of different lengths.
 */
export function isDiagnosable(caller: string, quantity: Quantity, fewestChains = 1): boolean {
  requireInput(quantity.length > 0, caller, "wants at least one chain, got none");
  const lengths = quantity.map((chain) => chain.length);
  requireInput(
    lengths.every((length) => length === lengths[0]),
    caller,
    () => `all chains must have the same number of draws, got ${lengths.join(", ")}`,
    { lengths },
  );
  return quantity.length >= fewestChains && lengths[0]! >= fewestDraws && !hasNaN(quantity);
}

function hasNaN(quantity: Quantity): boolean {
  for (const chain of quantity) {
    for (let t = 0; t < chain.length; t++) if (Number.isNaN(chain[t]!)) return true;
  }
  return false;
}

/** Each chain as two of half its length; the middle draw of an odd number is left out. Views, no copies. */
export function splitChains(quantity: Quantity): Float64Array[] {
  return quantity.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
}

/** All draws one after the other, as a copy. */
export function pool(quantity: Quantity): Float64Array {
  const pooled = new Float64Array(quantity.reduce((count, chain) => count + chain.length, 0));
  let at = 0;
  for (const chain of quantity) {
    pooled.set(chain, at);
    at += chain.length;
  }
  return pooled;
}

/** Pooled values as chains of the lengths that those of the quantity have. Views, no copies. */
export function unpool(pooled: Float64Array, quantity: Quantity): Float64Array[] {
  let at = 0;
  return quantity.map(({ length }) => {
    at += length;
    return pooled.subarray(at - length, at);
  });
}

/** All draws in ascending order, as a copy. */
export function sortedPool(quantity: Quantity): Float64Array {
  return pool(quantity).sort();
}

/** The quantity f(x), draw by draw. */
export function mapDraws(quantity: Quantity, f: (x: number) => number): Float64Array[] {
  return quantity.map((chain) => {
    const mapped = new Float64Array(chain.length);
    for (let t = 0; t < chain.length; t++) mapped[t] = f(chain[t]!);
    return mapped;
  });
}
