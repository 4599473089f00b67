/** Every setting and number of the report and the exam, with its source. */

export {
  examData,
  examFunction,
  examGrid,
  examHyperPosterior,
  examInputs,
  examNoise,
  examPriors,
} from "./exam.js";
export {
  exam,
  examProblem,
  type ExamVariant,
  examStart,
  reportChains,
  studyChains,
} from "./exam-optimisation.js";
export { reportConvolutionalVae, reportVae, reportTraining } from "./autoencoders.js";
export { reportMixture } from "./mixture.js";
export { reportTable, type TableEntry, type TableModel } from "./table-one.js";
export { reportNuts } from "./sampling.js";
