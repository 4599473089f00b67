/** Mixtures of factor analysers by EM: `import * as factorMixture from "pml/models/factor-mixture"`. */

export { evaluate, type FactorMixtureEvaluation, logDensity } from "./density.js";
export { type FactorMixtureOptions, type FactorMixtureState, fit } from "./fit.js";
export type { FactorMixture, FactorMixtureConfig, FactorNoise } from "./model.js";
export { sample } from "./sample.js";
