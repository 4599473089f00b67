import { requireInteger } from "../support/index.js";
import { normalQuantile } from "./normal.js";

/** Which way the second latent axis grows: downwards in the report's grids, upwards in its scatter plots and ours. */
export type SecondAxis = "downwards" | "upwards";

/** The codes of a square grid over a two-dimensional prior. */
export interface LatentGrid {
  /** Values of one axis, growing: Phi^-1(i / (n + 1)), i = 1..n, equally probable steps of the prior. */
  readonly values: readonly number[];
  /** `n * n` codes (z1, z2), tile after tile, rows from the top: z1 grows to the right, z2 as {@link SecondAxis} says. */
  readonly codes: Float64Array;
  readonly secondAxis: SecondAxis;
}

/** The report's walk over latent space: 12 x 12 tiles at the quantiles i / 13 of the standard normal prior. */
export function latentGrid(secondAxis: SecondAxis, n = 12): LatentGrid {
  requireInteger("latentGrid", "n", n, 1);
  const values = Array.from({ length: n }, (_, i) => normalQuantile((i + 1) / (n + 1)));
  const fromTop = secondAxis === "downwards" ? values : [...values].reverse();
  const codes = Float64Array.from(fromTop.flatMap((z2) => values.flatMap((z1) => [z1, z2])));
  return { values, codes, secondAxis };
}
