import type { ElementwiseName } from "./operations.js";
import type { Primitive } from "./primitive.js";

/**
 * One value of a traced expression.
 *
 * `length` 0 is a number. A positive length is a lane: a vector of which a loop computes one entry after the other. Among the
 * arguments of an elementwise node numbers and lanes of one length may be mixed; the numbers stay the same in every entry.
 */
export type Node =
  | Constant
  | Data
  | Parameter
  | Elementwise
  | Gather
  | Scatter
  | Element
  | Stack
  | Sum
  | SumSoftplus
  | RowDot
  | RowAccumulate
  | Call
  | Carry
  | Final;

interface Common {
  /** Grows with creation: arguments have smaller ones, the next states of a recursion excepted. */
  readonly id: number;
  readonly args: readonly Node[];
  readonly length: number;
  /** Whether it depends on a parameter, so that a derivative may flow through it. */
  readonly active: boolean;
}

/** A number known when the expression is traced. */
export interface Constant extends Common {
  readonly op: "constant";
  readonly value: number;
}

/** A lane of numbers known when the expression is traced. */
export interface Data extends Common {
  readonly op: "data";
  readonly values: Float64Array;
}

/** A coordinate of the position, or `length` of them in a row, from `offset` on. */
export interface Parameter extends Common {
  readonly op: "parameter";
  readonly offset: number;
}

/** An operation of the table in `operations.ts`. */
export interface Elementwise extends Common {
  readonly op: "elementwise";
  readonly name: ElementwiseName;
}

/** `result[i] = source[table[i]]`. */
export interface Gather extends Common {
  readonly op: "gather";
  readonly table: Int32Array;
}

/** `result[table[i]] += lane[i]`, from zeros. */
export interface Scatter extends Common {
  readonly op: "scatter";
  readonly table: Int32Array;
}

/** One entry of a lane, as a number. */
export interface Element extends Common {
  readonly op: "element";
  readonly index: number;
}

/** A lane made of numbers. */
export interface Stack extends Common {
  readonly op: "stack";
}

/** The sum of a lane. */
export interface Sum extends Common {
  readonly op: "sum";
}

/**
 * `sum_i ln(1 + exp(z_i))` of the arguments z and exp(-|z|): the logarithm of a running product of 1 + exp(-|z|), which lies in
 * [1, 2], takes the place of a logarithm for each entry.
 */
export interface SumSoftplus extends Common {
  readonly op: "sumSoftplus";
}

/** `result[i] = sum_j matrix[i * columns + j] vector[j]`, the vector being the argument. */
export interface RowDot extends Common {
  readonly op: "rowDot";
  readonly matrix: Float64Array;
}

/** `result[j] = sum_i matrix[i * columns + j] lane[i]`; the length of the result is the number of columns. */
export interface RowAccumulate extends Common {
  readonly op: "rowAccumulate";
  readonly matrix: Float64Array;
}

/** A function of whole arrays, with a hand-written adjoint. */
export interface Call extends Common {
  readonly op: "call";
  readonly primitive: Primitive;
}

/** The state of a recursion before each of its steps, as a lane; its argument is the state before the first. */
export interface Carry extends Common {
  readonly op: "carry";
  readonly scan: Scan;
  readonly index: number;
}

/** The state of a recursion after its last step; its argument is the lane of the states after each. */
export interface Final extends Common {
  readonly op: "final";
  readonly scan: Scan;
  readonly index: number;
}

/** A recursion of some states over `length` steps, the last entry first if `isReversed`. */
export interface Scan {
  readonly id: number;
  readonly length: number;
  readonly isReversed: boolean;
  readonly carries: Carry[];
  /** The states before the first step: numbers. */
  readonly starts: Node[];
  /** The states after a step, as lanes or numbers; set once the body has been traced. */
  readonly nexts: Node[];
}

/** Arguments in the sense of what must be known: for a recursion its start and its body as well. */
function dependencies(node: Node): readonly Node[] {
  if (node.op !== "carry") return node.args;
  const { scan, index } = node;
  return [scan.starts[index]!, scan.nexts[index]!];
}

/** Every node that the outputs need, in the order of their ids. */
export function reachable(outputs: readonly Node[]): Node[] {
  const seen = new Set<Node>();
  const waiting = [...outputs];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...dependencies(node));
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
