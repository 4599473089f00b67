/** What a notebook needs around the analysis: outputs, progress, interruption, provenance. The only room that knows Jupyter. */

export { type DisplayBundle, display, inKernel } from "./kernel.js";
export { type ShowOptions, show } from "./show.js";
export { showMarkdown } from "./show-markdown.js";
export { showTable } from "./show-table.js";
export { imagesOfRun } from "./images-of-run.js";
export { saveFigure } from "./save-figure.js";
export { saveTable } from "./save-table.js";

export { kernelProgress, lineProgress, progress } from "./progress.js";
export { interruptSignal } from "./interrupt.js";
export { keptBounds, keptMarginal } from "./kept-densities.js";
export { type KeptOptimisations, keptChoices, keptOptimisations, keptTrials } from "./kept-draws.js";
export { fittedIncompletePca } from "./kept-fits.js";
export { timed } from "./timed.js";
export { fittedLatentTree, fittedMixture, fittedReportMixture, networkFor, trainedModel } from "./trained.js";

export { checkpointsFolder, figuresFolder, otherData, runFolder } from "./places.js";
export { isQuick } from "./quick.js";
export { provenance } from "./provenance.js";
export { notebookParts } from "./notebook-version.js";
