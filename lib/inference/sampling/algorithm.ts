import type { LogDensity } from "../../math/index.js";
import { type NutsSettings, nutsKernel } from "../nuts/nuts.js";
import { hmcKernel } from "../yardsticks/hmc.js";
import { metropolisKernel } from "../yardsticks/metropolis.js";
import type { TransitionKernel } from "./transition-kernel.js";

/** A sampler with its own settings, as plain data that can be sent to a thread. */
export type Algorithm =
  | { readonly sampler: "nuts"; readonly settings: NutsSettings }
  | { readonly sampler: "hmc" | "metropolis" };

/** Target acceptances: Stan's 0.8 for NUTS; 0.8 for HMC; 0.3 between the optima of one (0.44) and many dimensions (0.234). */
export const defaultTargets = { nuts: 0.8, hmc: 0.8, metropolis: 0.3 } as const;

export function kernelOf(density: LogDensity, algorithm: Algorithm): TransitionKernel {
  if (algorithm.sampler === "nuts") return nutsKernel(density, algorithm.settings);
  return algorithm.sampler === "hmc" ? hmcKernel(density) : metropolisKernel(density);
}
