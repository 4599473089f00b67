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
