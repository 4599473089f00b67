import type { DensityRow } from "../../tables/index.js";
import type { RefittedTree } from "./compare.js";
import type { LatentTreeResult } from "./study.js";

/**
 * The latent trees' rows of Table 2. The probability P(x) of a discrete image is the density `256^D P(x)` of its dequantised pixels on [0, 1]^D, constant
 * within each cell: D ln 256 nats more, the same bits per pixel.
 */
export function latentTreeRows({ refitted }: Pick<LatentTreeResult, "refitted">): DensityRow[] {
  return refitted.map(rowOf);
}

function rowOf({ states, data, test }: RefittedTree): DensityRow {
  const { mean, standardError, bitsPerDimension } = test;
  const model = `latent tree, ${states} states`;
  const score = { model, standardError, bitsPerDimension };
  if (data !== "levels") return { scale: "bits", data, logLikelihood: mean, ...score };
  const pixels = -mean / (bitsPerDimension * Math.LN2);
  return {
    scale: "grey levels",
    data: "dequantised",
    logLikelihood: mean + pixels * Math.log(256),
    ...score,
  };
}

/** Bits per pixel of MNIST's 256 levels on its test images, as published. */
export const publishedBits = {
  "hidden Chow-Liu tree": { bits: 1.2, source: "Liu, Mandt and Van den Broeck 2022" },
  "circuit pruned and grown": { bits: 1.14, source: "Dang, Liu and Van den Broeck 2022" },
  "hierarchical VAE, bits-back": { bits: 1.27, source: "Kingma, Abbeel and Ho 2019" },
} as const;

/** What others published about discrete images, as rows of Table 2. */
export function publishedRows(pixels: number): DensityRow[] {
  return Object.entries(publishedBits).map(([model, { bits, source }]) => ({
    scale: "grey levels",
    data: "dequantised",
    model,
    logLikelihood: pixels * Math.LN2 * (8 - bits),
    standardError: 0,
    bitsPerDimension: bits,
    isReference: true,
    source,
  }));
}
