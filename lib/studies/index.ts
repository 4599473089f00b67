/** Experiments of many trainings, run by `npm run study -- NAME`; their committed results are read by the notebooks. */

export { compareDensities, type DensityMixturesResult, type DensityPlan } from "./density/mixtures.js";
export type { DensityRecord, RefittedRecord, ValidatedRecord } from "./density/record.js";
export {
  compareLatentTrees,
  type LatentTreePlan,
  type LatentTreeResult,
  latentTreePlan,
} from "./latent-tree/study.js";
export type { LatentTreeRecord, RefittedTree, ValidatedTree } from "./latent-tree/compare.js";
export {
  type AnnealedPlan,
  type AnnealedTreeResult,
  annealTrees,
  shownLatentTree,
} from "./latent-tree/annealed.js";
export { latentTreeAnnealed } from "./latent-tree/annealed.js";
export { type FashionTreeResult, fitFashionTree, latentTreeFashion } from "./latent-tree/fashion.js";
export {
  compareSmoothing,
  latentTreeSmoothing,
  type SmoothingPlan,
  type SmoothingResult,
} from "./latent-tree/smoothing.js";
export { latentTreeRows, publishedBits, publishedRows } from "./latent-tree/rows.js";
export { chooseFloor, type FloorPlan, type FloorScore, type MixtureFloorResult } from "./mixture/floor.js";
export { type MixtureStartSummary, summariseStarts } from "./mixture/starts.js";
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
  exportName,
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
export { evaluationStream, summarise, type VaeSummary } from "./vae/summary.js";
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
export { ReadArm, ReadArms } from "./bayesopt/read-arm.js";
export { type ReadRun, readRuns, streamOfRun } from "./bayesopt/read-runs.js";
export { type StandardFunction, standardFunctions } from "./bayesopt/functions.js";
export {
  gpCalibration,
  type GpCalibrationResult,
  rankedAmong,
  type SimulatedCheck,
  type SimulatedFunction,
  simulateFunction,
} from "./gaussian-process/calibration.js";
export { checkPrediction, type PredictiveCheck } from "./gaussian-process/predictive-check.js";
export { bayesoptCauses } from "./bayesopt/causes.js";
export { bayesoptChains, type ChainsResult, type ChainsStep } from "./bayesopt/chains.js";
export { type RuleParts, ruleOfParts } from "./bayesopt/rule-parts.js";
export { bayesoptFixes } from "./bayesopt/fixes.js";
export { bayesoptFunctions } from "./bayesopt/functions.js";
export {
  type ComparedNoisyRegret,
  comparedUnderNoise,
  type NoisyRegret,
  noisyRegret,
} from "./bayesopt/read-noise.js";
export {
  bayesoptNoise,
  type NoiseArm,
  type NoiseBelief,
  noiseLevels,
  noisyRules,
  readAfter,
  runNoisy,
} from "./bayesopt/noise.js";
export { bayesoptRules } from "./bayesopt/rules.js";
export { densitySamples } from "./density/samples.js";
export {
  type DensityYardstickResult,
  densityYardstick,
  measureYardstick,
  type YardstickRecord,
} from "./density/yardstick.js";
export {
  type DensityGrowthResult,
  densityGrowth,
  type GrowthPlan,
  growBernoulliMixtures,
} from "./density/growth.js";
export { type ComparedNeighbours, comparedNeighbours } from "./density/neighbours.js";
export {
  comparePaired,
  type DensityPairedResult,
  densityPaired,
  type PairedDifference,
  type PairedRow,
} from "./density/paired.js";
export { densityMixtures } from "./density/mixtures.js";
export { latentTree } from "./latent-tree/study.js";
export { type CentresSummary, mixtureCentres, summariseCentres } from "./mixture/centres.js";
export { mixtureFloor } from "./mixture/floor.js";
export { mixtureStarts } from "./mixture/starts.js";
export { type CodesRecord, compareCodes, vaeCodes } from "./vae/codes.js";
export { type ControlModel, type ControlResult, vaeControls } from "./vae/controls.js";
export { vaeCapacity } from "./vae/capacity.js";
export { vaeScales } from "./vae/scales.js";
export { type TightenedBounds, type TighteningPlan, tightenedBounds } from "./vae/tightened-bounds.js";
export { compareSeeds, type SeedRun, vaeSeeds } from "./vae/seeds.js";
export {
  type BesideReport,
  besideReport,
  codesOfFigure1,
  nearestRun,
  orientationToReport,
  type OrientedModel,
  orientedAsReport,
} from "./vae/beside-report.js";
export { studies } from "./catalogue.js";
export { runStudyCommand } from "./runner/cli.js";
