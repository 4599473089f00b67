/** Latent trees over the pixels (hidden Chow-Liu trees): `import * as latentTree from "pml/models/latent-tree"`. */

export { type ChowLiuOptions, chowLiuTree } from "./chow-liu.js";
export type {
  AnnealedSteps,
  DecayingSteps,
  LatentTreeConfig,
  LatentTreeOptions,
  StepSizes,
} from "./config.js";
export { logDensity } from "./density.js";
export { fit, type LatentTreeState } from "./fit.js";
export { fitOrLoad, type LatentTreeRecipe } from "./kept.js";
export type { LevelBlur } from "./level-blur.js";
export type { LevelRows } from "./level-rows.js";
export type { PseudoCounts } from "./m-step.js";
export { type LatentTreeMarginals, marginals, meanLevels } from "./marginals.js";
export {
  type LatentTree,
  type LatentTreeParameters,
  type LatentTreePass,
  type LatentTreeSize,
  parameterCount,
} from "./model.js";
export { type MostProbable, mostProbableStates } from "./most-probable.js";
export { type PackedTree, packing, roundedTree } from "./packed.js";
export { type LatentTreeSample, sample, sampleGiven } from "./sample.js";
export { stateImages } from "./state-images.js";
