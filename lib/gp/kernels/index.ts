/** Covariance functions, one a file. */
export { type ArdParameters, ardMatern52, ardProfiles, ardRbf } from "./ard.js";
export { brownian } from "./brownian.js";
export { constant } from "./constant.js";
export { cosine } from "./cosine.js";
export { type Kernel, namedParameters, type PairEvaluator, withNamedParameters } from "./kernel.js";
export { linear } from "./linear.js";
export { matern12 } from "./matern12.js";
export { matern32 } from "./matern32.js";
export { matern52 } from "./matern52.js";
export { onDimensions } from "./on-dimensions.js";
export { periodic } from "./periodic.js";
export { polynomial } from "./polynomial.js";
export { productKernel } from "./product.js";
export { rationalQuadratic } from "./rational-quadratic.js";
export { rbf } from "./rbf.js";
export { sumKernel } from "./sum.js";
export { white } from "./white.js";
