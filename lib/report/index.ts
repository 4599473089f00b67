/** Every setting and number of the report and the exam, with its source. */

export {
  examData,
  examFunction,
  examGrid,
  examHyperPosterior,
  examInputs,
  examNoise,
  examPriors,
  exchangedPriors,
} from "./exam.js";
export {
  carefulChains,
  exam,
  examProblem,
  type ExamVariant,
  examStart,
  reportChains,
  studyChains,
} from "./exam-optimisation.js";
export {
  type FollowedOptimisation,
  type FollowedStep,
  followedSteps,
  type FollowOptions,
  followOptimisation,
  type StepCurves,
} from "./followed-optimisation.js";
export { isOfShownParts, shownParts, startOf } from "./shown-problems.js";
export { choicesOfOneStep, type OneStepChoices, type OneStepOptions } from "./one-step.js";
export {
  reportConvolutionalVae,
  reportReconstructions,
  reportTraining,
  reportVae,
  shownSeeds,
  shownTraining,
} from "./autoencoders.js";
export { reportColumns, reportComponentOrder, reportMixture } from "./mixture.js";
export { pytorchBounds } from "./pytorch-runs.js";
export { reportTable, type TableEntry, type TableModel } from "./table-one.js";
export { reportNuts } from "./sampling.js";
export { voices } from "./voices.js";
export { distanceToReportDraws, reportFigureDraws } from "./figure-draws.js";
export { HyperRun } from "./hyper-run.js";
export {
  hyperRuns,
  hyperTargets,
  type HyperTrial,
  HyperTrials,
  hyperTrial,
  hyperTrials,
  type Repetitions,
} from "./hyper-trials.js";
export { type PrintedRun, reportHyperRuns, reportPredictions } from "./hyper-runs.js";
export { type KernelEvidence, kernelEvidence, kernelPosterior } from "./kernel-evidence.js";
export {
  distanceToShown,
  nearestToShown,
  reportFigureSeven,
  reportFirstBand,
  reportKernelFigures,
  type ShownOptimisation,
} from "./shown-optimisations.js";
export { hasSingleFactor } from "./single-precision.js";
export { turningPoints } from "./turning-points.js";
export { type NeighbourShares, reportNeighbours } from "./latent-neighbours.js";
export { reportPrinted } from "./printed.js";
export { componentNames, componentTitles, type TitledComponent } from "./component-titles.js";
export { type Fault, type FaultGroup, faults } from "./faults.js";
export { claims } from "./claims/index.js";
export type {
  CellReference,
  Claim,
  ClaimGroup,
  NumberSource,
  ResultNumber,
  TableNumber,
  TextNumber,
  Verdict,
} from "./claims/claim.js";
