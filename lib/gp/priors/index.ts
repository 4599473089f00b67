/** Priors of hyper-parameters, one a file. */
export { exponentialPrior } from "./exponential.js";
export { gammaPrior } from "./gamma.js";
export { halfCauchyPrior } from "./half-cauchy.js";
export { halfNormalPrior } from "./half-normal.js";
export { inverseGammaPrior } from "./inverse-gamma.js";
export { logNormalPrior } from "./log-normal.js";
export { normalPrior } from "./normal.js";
export { definePrior, type Prior, type PriorDefinition } from "./prior.js";
export { identityTransform, logitTransform, logTransform, type Transform } from "./transform.js";
export { uniformPrior } from "./uniform.js";
