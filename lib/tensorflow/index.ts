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
