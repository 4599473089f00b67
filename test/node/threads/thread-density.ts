import type { LogDensity } from "pml/math";
import { normals } from "../../inference/targets/normals.js";

/** Factories that worker threads load by name. */
export const makeNormals = ({ means, sds }: { means: number[]; sds: number[] }): LogDensity =>
  normals(means, sds);

export const makeUnsampleable = (): LogDensity => ({
  dimension: 1,
  logDensityAndGradient: () => Number.NaN,
});
