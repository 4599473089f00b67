/** Derivatives of traced expressions: values and gradients as generated code. */

// trace a function, get its gradient
export { type Backend, type Differentiated, differentiated } from "./compile.js";

// what draws depend on to the last bit
export { rulesVersion } from "./graph.js";

// traced values
export {
  Matrix,
  type MatrixLike,
  type Operand,
  type Real,
  Scalar,
  Vector,
  type VectorLike,
} from "./values.js";

// entry by entry
export {
  abs,
  add,
  atan,
  cos,
  div,
  exp,
  expm1,
  lgamma,
  log,
  log1p,
  logAddExp,
  max,
  min,
  mul,
  neg,
  normalLogCdf,
  pow,
  sigmoid,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
} from "./arithmetic.js";

// vectors
export { concat, dot, gather, logSumExp, mean, slice, sum } from "./reductions.js";

// matrices
export { addDiagonal, cholesky, diagonal, matmul, matvec, solveLower, transpose } from "./linear-algebra.js";

// recursions
export { type Scanned, type State, scan } from "./scan.js";

// between the rooms
export { executable, gradientProgram } from "./compile.js";
export { Graph } from "./graph.js";
export type { Evaluate } from "./interpret.js";
export { packedLower } from "./linear-algebra.js";
export { type Node, reachable } from "./node.js";
export { multivariateNormalPrimitive } from "./primitives/multivariate-normal.js";
export { packedLength } from "./primitives/tables.js";
export type { Program } from "./program.js";
export { schedule, type Output } from "./schedule.js";
export { ship } from "./shipping.js";
export { elementwise } from "./elementwise.js";
export { readVector, readMatrix, readScalar, read, matrixOfEntries } from "./read.js";
export { currentGraph, laneOf, tracing, entriesOf, vectorOfParameters } from "./values.js";
