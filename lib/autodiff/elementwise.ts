import { InputError } from "../support/index.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";
import { type Read, read } from "./read.js";
import { currentGraph, Matrix, Scalar, Vector } from "./values.js";

/** A result as the caller's kind of value. */
export type Shaped = Scalar | Vector | Matrix;

const shapeOf = (value: Read): string => {
  if (value.kind === "scalar") return "a number";
  if (value.kind === "vector") return `a vector of ${value.value.length}`;
  return `a matrix of ${value.value.rows} x ${value.value.columns}`;
};

/** The steps of a recursion have lanes for numbers; these must not meet vectors that are lanes themselves. */
function requireSteps(caller: string, values: readonly Read[]): void {
  if (values.some((value) => value.kind === "scalar" && value.node.length > 0))
    throw new InputError(
      caller,
      "inside scan a number of the step met a long vector: pass vectors by scan's first argument, which hands over their entries",
    );
}

/** Applies an operation entry by entry; numbers stand in every entry, other shapes must agree. */
export function elementwise(
  caller: string,
  operands: readonly unknown[],
  apply: (graph: Graph, ...nodes: Node[]) => Node,
): Shaped {
  const graph = currentGraph(caller);
  const values = operands.map((operand) => read(caller, operand));
  const shaped = values.find((value) => value.kind !== "scalar");
  if (shaped === undefined) {
    return new Scalar(apply(graph, ...values.map((value) => (value as { readonly node: Node }).node)));
  }
  for (const value of values)
    if (value.kind !== "scalar" && shapeOf(value) !== shapeOf(shaped))
      throw new InputError(caller, `shapes must agree, got ${values.map(shapeOf).join(" and ")}`);
  const first = shaped.value;
  if (first.entries === null) {
    requireSteps(caller, values);
    const lanes = values.map((value) => (value.kind === "scalar" ? value.node : value.value.lane!));
    return likeLane(first, apply(graph, ...lanes));
  }
  const nodes = first.entries.map((_, i) =>
    apply(graph, ...values.map((value) => (value.kind === "scalar" ? value.node : value.value.entries![i]!))),
  );
  return first instanceof Vector
    ? new Vector(first.length, nodes, null)
    : new Matrix(first.rows, first.columns, nodes, null);
}

const likeLane = (first: Vector | Matrix, lane: Node): Shaped =>
  first instanceof Vector
    ? new Vector(first.length, null, lane)
    : new Matrix(first.rows, first.columns, null, lane);
