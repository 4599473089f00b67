/** Sampling from densities and judging the draws. */
export type { LogDensity } from "./log-density.js";
