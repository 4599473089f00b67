import type { DensityRow } from "../../tables/index.js";
import type { LatentTreeResult, RefittedTree } from "./study.js";

/**
 * The latent trees' rows of Table 2. The probability P(x) of a discrete image is the density `256^D P(x)` of its dequantised pixels on [0, 1]^D, constant
 * within each cell: D ln 256 nats more, the same bits per pixel.
 */
export function latentTreeRows({ refitted }: LatentTreeResult): DensityRow[] {
  return refitted.map(rowOf);
}

function rowOf({ states, data, test }: RefittedTree): DensityRow {
  const { mean, standardError, bitsPerDimension } = test;
  const model = `latent tree, ${states} states`;
  const score = { model, standardError, bitsPerDimension };
  if (data !== "levels") return { scale: "S2", data, logLikelihood: mean, ...score };
  const pixels = -mean / (bitsPerDimension * Math.LN2);
  return { scale: "S1", data: "dequantised", logLikelihood: mean + pixels * Math.log(256), ...score };
}
