/** Images: MNIST and data sets of its form, and the two ways to make grey levels fit for a likelihood. */

export { binariseByThreshold, binariseStochastically } from "../pixels/index.js";
export { type BinarisationRule, binarisedData } from "./binarised.js";
export { dequantisationStream, dequantise } from "../pixels/index.js";
export { classNames } from "./class-names.js";
export { type IdxImages, parseIdxImages, parseIdxLabels, readIdxImages, readIdxLabels } from "./idx.js";
export {
  type DataSet,
  dataSet,
  firstImages,
  type ImageSet,
  image,
  imageSet,
  selectImages,
} from "./image-set.js";
export { loadMnist } from "./mnist.js";
export { type ReportCodes, type ReportDraws, readReportCodes, readReportDraws } from "./report-points.js";
