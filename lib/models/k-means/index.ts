/** k-means: `import * as kMeans from "pml/models/k-means"`. */

export { fit, type KMeansHooks, type KMeansOptions, nearestCentres } from "./fit.js";
export type { KMeans, KMeansConfig } from "./model.js";
