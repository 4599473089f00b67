/** Measures of fit: densities and probabilities in nats, their common scales, and comparisons of models. */

// distributions of one variable

// sums of logarithms, and common scales
export { bitsPerDimension, natsOnPixelScale } from "./bits-per-dimension.js";
export { type MeanWithError, meanWithError } from "./mean-with-error.js";
export { type LevelScore, levelScore } from "./level-score.js";
export { type BinaryScore, binaryScore } from "./binary-score.js";

// autoencoders: the bound, the marginal likelihood behind it, and what both lie between

// two models on the same images, and samples
export { comparePaired, type PairedComparison, type TestResult } from "./paired-comparison.js";

// classes and clusters
export {
  leaveOneOutLabels,
  type NeighbourAccuracy,
  type NeighbourOptions,
  nearestLabels,
  nearestNeighbourAccuracy,
} from "./nearest-neighbours.js";
export { NearestPoints } from "./nearest-points.js";
export { adjustedRandIndex, type Contingency, normalisedMutualInformation, purity } from "./clustering.js";
export { contingencyTable } from "./contingency-table.js";
export { type MajorityClass, majorityClasses } from "./majority-classes.js";
export { type WorstShare, worstShare } from "./worst-share.js";
