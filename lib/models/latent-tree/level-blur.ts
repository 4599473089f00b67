import { requireInput, requirePositive } from "../../support/index.js";

/**
 * Shades of grey next to each other are much alike: a state first draws a level u of its own, and what is seen is either u itself or, with probability
 * `share`, a level nearby. EM then learns from each pixel about the levels around it, without which 256 numbers for each state of each pixel are more than 60,000
 * images can tell.
 */
export interface LevelBlur {
  /** Probability of a level nearby, in [0, 1); 0 leaves the levels alone. */
  readonly share: number;
  /** Standard deviation of the distance, in levels. */
  readonly width: number;
}

export function requireBlur(caller: string, { share, width }: LevelBlur): void {
  requireInput(share >= 0 && share < 1, caller, () => `blur.share must be in [0, 1), got ${share}`);
  requirePositive(caller, "blur.width", width);
}

/**
 * p(level seen | level drawn), V x V by rows: `(1 - share) [x = u] + share g(x - u)`, g a Gaussian over the levels that blur into each other. Level 0 and the
 * highest 64th of the levels, bare paper and full ink, stand for themselves: in images they are far more frequent than their neighbours.
 */
export function blurKernel(levels: number, { share, width }: LevelBlur): Float64Array {
  const kernel = new Float64Array(levels * levels);
  const end = levels - Math.ceil(levels / 64);
  for (let u = 0; u < levels; u++) {
    const row = kernel.subarray(u * levels, (u + 1) * levels);
    const isMiddle = u > 0 && u < end;
    if (isMiddle) {
      for (let x = 1; x < end; x++) row[x] = Math.exp(-0.5 * ((x - u) / width) ** 2);
      const sum = row.reduce((total, value) => total + value, 0);
      for (let x = 1; x < end; x++) row[x]! *= share / sum;
    }
    row[u]! += isMiddle ? 1 - share : 1;
  }
  return kernel;
}
