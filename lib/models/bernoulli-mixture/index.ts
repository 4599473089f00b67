/** Mixtures of binary images by EM: `import * as bernoulliMixture from "pml/models/bernoulli-mixture"`. */

export { logDensity } from "./density.js";
export { type BernoulliMixtureOptions, type BernoulliMixtureState, fit } from "./fit.js";
export type { BernoulliIteration, BernoulliMixture, BernoulliMixtureConfig } from "./model.js";
export { type BernoulliMixtureSample, sample } from "./sample.js";
