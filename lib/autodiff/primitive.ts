import type { Graph } from "./graph.js";
import type { Call, Node } from "./node.js";

/** A function of whole arrays whose code and adjoint are written by hand. */
export interface Primitive {
  /** Names the function with all that `run` depends on, sizes included: two of the same name are the same function. */
  readonly name: string;
  /** Writes the result, from its inputs as they stand in memory. */
  readonly run: (output: Float64Array, ...inputs: readonly Float64Array[]) => void;
  /** What the arguments' adjoints gain from that of the result (a lane). */
  readonly adjoint: (graph: Graph, node: Call, bar: Node) => readonly Node[];
}
