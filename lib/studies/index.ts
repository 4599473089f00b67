/** Experiments of many trainings, run by `npm run study -- NAME`; their committed results are read by the notebooks. */

import { bayesoptFixes } from "./bayesopt/fixes.js";
import { bayesoptFunctions } from "./bayesopt/functions.js";
import { bayesoptRules } from "./bayesopt/rules.js";
import { densitySamples } from "./density/samples.js";
import { densityMixtures } from "./density/mixtures.js";
import { mixtureFloor } from "./mixture/floor.js";
import { mixtureStarts } from "./mixture/starts.js";
import { vaeCapacity } from "./vae/capacity.js";
import { vaeScales } from "./vae/scales.js";
import { vaeSeeds } from "./vae/seeds.js";

export { compareDensities, type DensityMixturesResult, type DensityPlan } from "./density/mixtures.js";
export type { DensityRecord, RefittedRecord, ValidatedRecord } from "./density/record.js";
export { chooseFloor, type FloorPlan, type FloorScore, type MixtureFloorResult } from "./mixture/floor.js";
export { type MixtureStartSummary, reportMixture, summarizeStarts } from "./mixture/starts.js";
export {
  isCurrent,
  readStudy,
  runStudy,
  type Study,
  type StudyContext,
  type StudyRecord,
  studyPath,
  studyVersion,
  writeStudy,
} from "./runner/study.js";
export { type AdoptionOutcome, adoptStudy } from "./runner/adopt.js";
export {
  isJobStudy,
  type JobStudy,
  type JobStudyDefinition,
  jobStudy,
  parseShard,
  type Shard,
} from "./runner/job-study.js";
export { mergeShards, runShard } from "./runner/shards.js";
export { matchedConvolutionalVae } from "./vae/capacity.js";
export { evaluationStream, summarize, type VaeSummary } from "./vae/summary.js";
export {
  compareScales,
  type MarginalCheck,
  type QuadratureStep,
  type ScalePlan,
  type ScaleRow,
  type ScalesSetting,
  trainedForScale,
  type VaeScalesResult,
} from "./vae/scales.js";
export {
  type DensitySamplesResult,
  lookAtSamples,
  type SampleRecord,
  type SamplesPlan,
} from "./density/samples.js";
export type { DensitySource } from "./density/sources.js";
export { type DensityResults, densityRows } from "./density/rows.js";
export type { ArmResult } from "./bayesopt/arm.js";
export {
  chosenBy,
  type Estimate,
  inferenceRegrets,
  lengthscalesOf,
  shareDifference,
  shareInterval,
  shareWithin,
  simpleRegrets,
} from "./bayesopt/reading.js";
export { examProblem, type ExamVariant, reportChains, studyChains } from "./bayesopt/exam.js";
export { type StandardFunction, standardFunctions } from "./bayesopt/functions.js";
export {
  bayesoptFixes,
  bayesoptFunctions,
  bayesoptRules,
  densityMixtures,
  densitySamples,
  mixtureFloor,
  mixtureStarts,
  vaeCapacity,
  vaeScales,
  vaeSeeds,
};

/** All studies by name. */
export const studies = {
  [bayesoptRules.name]: bayesoptRules,
  [bayesoptFixes.name]: bayesoptFixes,
  [bayesoptFunctions.name]: bayesoptFunctions,
  [vaeSeeds.name]: vaeSeeds,
  [vaeCapacity.name]: vaeCapacity,
  [vaeScales.name]: vaeScales,
  [mixtureStarts.name]: mixtureStarts,
  [mixtureFloor.name]: mixtureFloor,
  [densityMixtures.name]: densityMixtures,
  [densitySamples.name]: densitySamples,
} as const;
