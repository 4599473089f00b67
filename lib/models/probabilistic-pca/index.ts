/** Probabilistic principal component analysis: `import * as probabilisticPca from "pml/models/probabilistic-pca"`. */

export {
  type CodePosterior,
  decode,
  encode,
  projectionCodes,
  reconstruct,
  reconstructionError,
  sampleCodes,
  samplingError,
} from "./codes.js";
export {
  type BoundTerms,
  boundTerms,
  type DensityOptions,
  logDensity,
  meanLogDensityOfScatter,
} from "./density.js";
export { fit, fitEach, type ProbabilisticPcaOptions } from "./fit.js";
export { fitIncomplete, type IncompleteOptions, type IncompleteRows } from "./incomplete.js";
export { covariance, type ProbabilisticPca, type ProbabilisticPcaConfig } from "./model.js";
export { type PcaSample, sample } from "./sample.js";
