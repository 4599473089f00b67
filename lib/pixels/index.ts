/** Grey levels made ready for a density: dequantised, binarised, a drawing laid out as MNIST lays out its digits. */
export { binariseByThreshold, binariseStochastically } from "./binarise.js";
export { centredDigit, type Raster } from "./centred-digit.js";
export { dequantisationStream, dequantise } from "./dequantise.js";
