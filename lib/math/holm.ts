import { requireInput } from "../support/index.js";

/**
 * Holm's adjusted p-values (1979), in the order given: whoever calls those below a level real errs in any of them with at most that
 * probability, however they depend on each other. The i-th smallest of m is multiplied by m - i (i from 0), made monotone and cut at 1.
 *
 * Throws an InputError for a p-value outside of 0 to 1.
 */
export function holm(pValues: readonly number[]): number[] {
  for (const p of pValues) requireInput(p >= 0 && p <= 1, "holm", () => `a p-value is in [0, 1], got ${p}`);
  const order = Array.from(pValues.keys()).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let sofar = 0;
  order.forEach((place, i) => {
    sofar = Math.max(sofar, Math.min(1, (pValues.length - i) * pValues[place]!));
    adjusted[place] = sofar;
  });
  return adjusted;
}
