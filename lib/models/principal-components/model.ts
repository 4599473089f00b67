import type { DegreesOfFreedom } from "../common/moments.js";
import type { ParameterArray } from "../common/parameter-array.js";
import type { SignRule } from "../common/principal-axes.js";

/** What rows were analysed as. */
export interface PrincipalComponentsConfig {
  /** Number of axes, M. */
  readonly components: number;
  /** D, the number of columns. */
  readonly dimension: number;
  readonly ddof: DegreesOfFreedom;
  readonly signs: SignRule;
}

/** A flat view of high-dimensional rows: the mean and the first principal axes of the rows it was fitted to. A plain record. */
export interface PrincipalComponents {
  readonly kind: "principal-components";
  readonly config: PrincipalComponentsConfig;
  /** `mean` [D], `axes` [D, M] (orthonormal columns, that of largest variance first), `axisVariances` [M]. */
  readonly parameters: Readonly<Record<"mean" | "axes" | "axisVariances", ParameterArray>>;
}
