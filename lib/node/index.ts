/** What needs Node: files written whole, versions, rendering of figures, threads, runs that survive a kill. */

export { writeAtomically } from "./atomic-write.js";
export { type Rendered, render } from "./rendering/render.js";
export { requireStem } from "./rendering/stem.js";
export { writeFigure } from "./rendering/write-figure.js";
export { processorKind } from "./processor-kind.js";
export { inRepository, repositoryRoot } from "./repository.js";
export { type ResumableHooks, sampleNutsResumably } from "./resumable/sample-nuts.js";
export { type DensitySource, loadDensity, sampleNutsInThreads } from "./threads/threads.js";
export {
  programVersion,
  libraryVersions,
  ProgramVersions,
  versionApart,
} from "./versions/program-version.js";
export { type FontFiles, requireLetters, withRoomForTexts } from "./rendering/drawn-texts.js";
export { withoutFarMarks } from "./rendering/far-marks.js";
export { densitySource } from "./threads/density-source.js";
