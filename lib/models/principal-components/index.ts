/** Principal component analysis: `import * as principalComponents from "pml/models/principal-components"`. */

export { encode } from "./codes.js";
export { fit, type PrincipalComponentsOptions } from "./fit.js";
export type { PrincipalComponents, PrincipalComponentsConfig } from "./model.js";
