/** The engine: the only room that touches tfjs-node's addon. */
export {
  type Attribute,
  type DataType,
  dispose,
  execute,
  keep,
  liveTensors,
  read,
  readFloat32,
  readFloat64,
  scalar,
  scope,
  Tensor,
  tensor,
} from "./engine.js";
export {
  disposeMatrices,
  float64Scope,
  identity,
  keepMatrix,
  type Matrix,
  matrix,
  type Place,
  type ProductOptions,
  type SymmetricEigen,
} from "./float64.js";
export { tensorflowVersion } from "./version.js";

// between the rooms
export { Adam, type AdamState, initialAdamState } from "./adam.js";
export { Compiled } from "./compiled.js";
export { byteImages, gatherDequantised, gatherRows, gatherUnitInterval } from "./image-tensor.js";
export {
  type Parameters,
  type ParameterShape,
  convolution,
  dense,
  denseFork,
  type Fork,
  type Layer,
  reshape,
  sequence,
  transposedConvolution,
} from "./layers.js";
export {
  gaussianDivergence,
  gaussianDivergenceGradient,
  bernoulliCrossEntropy,
  bernoulliCrossEntropyGradient,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  gaussianCrossEntropy,
} from "./losses.js";
export { type Recording, record } from "./recording.js";
