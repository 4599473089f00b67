import type { ParameterArray } from "../common/parameter-array.js";

/** What rows were clustered as. */
export interface KMeansConfig {
  readonly clusters: number;
  /** D, the number of columns. */
  readonly dimension: number;
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A clustering. A plain record. */
export interface KMeans {
  readonly kind: "k-means";
  readonly config: KMeansConfig;
  /** `centres` [K, D]. */
  readonly parameters: Readonly<Record<"centres", ParameterArray>>;
  /** The nearest centre of each row. */
  readonly labels: Int32Array;
  /** Sum of the squared distances of all rows from their centres. */
  readonly inertia: number;
  /** Inertia of the labels of each iteration about the centres they were found with, but for the rounding of the rows' own squares. */
  readonly history: readonly { readonly iteration: number; readonly inertia: number }[];
  /** Whether it stopped before the last iteration allowed. */
  readonly converged: boolean;
}
