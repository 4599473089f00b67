import type { LogDensity } from "../math/index.js";

/** Points of the table of differences. */
const points = 16;

/** Differences from this order to the other are looked at: in lower ones the density itself may still be seen. */
const orders = [4, 9] as const;

/** Distance of the points in steps of the finite difference: nearer, terms would round alike; farther, the density would be seen. */
const nearness = 1 / 4;

/**
 * Standard deviation of the rounding errors of a log density about a position, from the differences of high order of its values on a
 * short line (Hamming's table, as Moré and Wild 2011, SIAM J. Sci. Comput. 33, use it): for errors of variance s^2 the k-th
 * difference has variance `s^2 (2 k)! / k!^2`, and what is smooth has the less the higher the order. The smallest of several
 * orders; 0 where the line leaves the support.
 *
 * A sum of n terms is rounded n times, so no multiple of the machine epsilon bounds its error for every n: it has to be measured.
 *
 * @param steps for every coordinate the step that its finite difference takes
 */
export function roundingNoise(
  density: LogDensity,
  position: ArrayLike<number>,
  steps: ArrayLike<number>,
): number {
  const scratch = new Float64Array(density.dimension);
  let differences = Float64Array.from({ length: points }, (_, k) =>
    density.logDensityAndGradient(
      Float64Array.from(position, (x, i) => x + (k - points / 2) * nearness * steps[i]!),
      scratch,
    ),
  );
  let least = Infinity;
  let factor = 1;
  for (let order = 1; order <= orders[1]; order++) {
    differences = differences.subarray(1).map((value, i) => value - differences[i]!);
    factor *= (2 * (2 * order - 1)) / order;
    if (order < orders[0]) continue;
    const meanSquare = differences.reduce((sum, value) => sum + value * value, 0) / differences.length;
    least = Math.min(least, Math.sqrt(meanSquare / factor));
  }
  return Number.isFinite(least) ? least : 0;
}
