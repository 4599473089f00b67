import type { PairFeature, PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator, requireLine } from "./kernel.js";
import { evaluatorOfScaledFeature } from "./scaled-feature.js";

/** `min(|x|, |z|)` on one side of the origin, 0 across it. */
const twoSidedMinimum: PairFeature = (x, xStart, z, zStart) => {
  const here = x[xStart]!;
  const there = z[zStart]!;
  return Math.sign(here) === Math.sign(there) ? Math.min(Math.abs(here), Math.abs(there)) : 0;
};

/**
 * Two independent Brownian motions that leave the origin in both directions: `k = variance min(|x|, |z|)` if x and z
 * have the same sign, else 0 (as Pyro's `Brownian`). The function is 0 at the origin. Points on a line only.
 *
 * @throws InputError unless the variance is positive and finite; on use, for points of more than one dimension
 */
export function brownian({ variance = 1 } = {}): Kernel {
  return elementaryKernel("brownian", { variance }, prepare);
}

function prepare(pairs: PairView): PairEvaluator {
  requireLine("brownian", pairs);
  return evaluatorOfScaledFeature(pairs.feature(twoSidedMinimum));
}
