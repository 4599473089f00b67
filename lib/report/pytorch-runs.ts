import type { TableModel } from "./table-one.js";

/**
 * Bounds that the report's protocol gives in its own framework: PyTorch 2.13 on a processor, 25 epochs, one sampled code a test image;
 * generator states 0, 1, ... (`test/fixtures/generate/vae_seeds.py` is the protocol as a program).
 */
export const pytorchBounds: Readonly<Record<Extract<TableModel, "VAE" | "CVAE">, readonly number[]>> = {
  VAE: [-142.51, -141.52, -142.23, -141.79, -141.59],
  CVAE: [-156.43, -154.47, -156.92],
};
