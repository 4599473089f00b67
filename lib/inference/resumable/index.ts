/** Sampling that a killed process loses one transition of at most. A door of its own: `pml/inference/resumable`. */

export { type ResumableReuse, sampleNutsResumably } from "./sample-nuts.js";
