import { InputError, requireInput } from "../support/index.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";
import {
  currentGraph,
  Matrix,
  type MatrixLike,
  matrixOfLane,
  matrixOfNodes,
  type Real,
  Scalar,
  unrolledEntries,
  unrolledLength,
  Vector,
  type VectorLike,
  vectorOfNodes,
} from "./values.js";

/** What an operand is, and its nodes. */
export type Read =
  | { readonly kind: "scalar"; readonly node: Node }
  | { readonly kind: "vector"; readonly value: Vector }
  | { readonly kind: "matrix"; readonly value: Matrix };

/** Arrays of data that have been read, so that the same array is the same node. */
const known = new WeakMap<Graph, WeakMap<object, Vector | Matrix>>();

function remembered<Value extends Vector | Matrix>(graph: Graph, source: object, make: () => Value): Value {
  let values = known.get(graph);
  if (values === undefined) {
    values = new WeakMap();
    known.set(graph, values);
  }
  const found = values.get(source);
  if (found !== undefined) return found as Value;
  const value = make();
  values.set(source, value);
  return value;
}

/** Reads an argument as a traced value; data become constants. */
export function read(caller: string, operand: unknown): Read {
  const graph = currentGraph(caller);
  if (typeof operand === "number") return { kind: "scalar", node: graph.constant(operand) };
  if (operand instanceof Scalar) {
    operand.requireCurrent(caller);
    return { kind: "scalar", node: operand.node };
  }
  if (operand instanceof Vector || operand instanceof Matrix) {
    operand.requireCurrent(caller);
    return operand instanceof Vector
      ? { kind: "vector", value: operand }
      : { kind: "matrix", value: operand };
  }
  if (Array.isArray(operand) && (Array.isArray(operand[0]) || ArrayBuffer.isView(operand[0])))
    return { kind: "matrix", value: remembered(graph, operand, () => matrixOfData(caller, operand)) };
  if (Array.isArray(operand) && operand.some((entry) => entry instanceof Scalar))
    return { kind: "vector", value: stackOf(caller, operand) };
  if (Array.isArray(operand) || (ArrayBuffer.isView(operand) && "length" in operand))
    return {
      kind: "vector",
      value: remembered(graph, operand, () => vectorOfData(caller, operand as ArrayLike<number>)),
    };
  throw new InputError(
    caller,
    `wants numbers, arrays of numbers or traced values, got ${describe(operand)}`,
    {
      operand,
    },
  );
}

function describe(operand: unknown): string {
  if (typeof operand === "object" && operand !== null)
    return `an object of ${operand.constructor?.name ?? "no class"}`;
  return String(operand);
}

function requireNumbers(caller: string, values: ArrayLike<unknown>): void {
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] !== "number" || Number.isNaN(values[i]))
      throw new InputError(caller, `data must be numbers, got ${describe(values[i])} at ${i}`, { index: i });
}

function vectorOfData(caller: string, values: ArrayLike<number>): Vector {
  requireInput(values.length > 0, caller, "a vector needs at least one entry, got none");
  requireNumbers(caller, values);
  const graph = currentGraph(caller);
  if (values.length <= unrolledLength)
    return new Vector(
      values.length,
      Array.from(values, (value) => graph.constant(value)),
      null,
    );
  return new Vector(values.length, null, graph.data(Float64Array.from(values)));
}

function matrixOfData(caller: string, rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]!.length;
  const isEven = rows.every(({ length }) => length === columns) && columns > 0;
  requireInput(
    isEven,
    caller,
    () => `rows of a matrix must have one length, got ${rows.map(({ length }) => length)}`,
  );
  for (const row of rows) requireNumbers(caller, row);
  const flat = Float64Array.from(rows.flatMap((row) => Array.from(row)));
  const graph = currentGraph(caller);
  if (flat.length <= unrolledEntries)
    return new Matrix(
      rows.length,
      columns,
      Array.from(flat, (value) => graph.constant(value)),
      null,
    );
  return new Matrix(rows.length, columns, null, graph.data(flat));
}

function stackOf(caller: string, entries: readonly unknown[]): Vector {
  const nodes = entries.map((entry) => {
    const value = read(caller, entry);
    requireInput(
      value.kind === "scalar",
      caller,
      "an array of traced values may hold only numbers and scalars",
    );
    return value.node;
  });
  return vectorOfNodes(nodes);
}

/** An argument that must be a vector. */
export function readVector(caller: string, name: string, operand: VectorLike): Vector {
  const value = read(caller, operand);
  if (value.kind === "vector") return value.value;
  throw new InputError(caller, `${name} must be a vector, got a ${value.kind}`, { name });
}

/** An argument that must be a matrix. */
export function readMatrix(caller: string, name: string, operand: MatrixLike): Matrix {
  const value = read(caller, operand);
  if (value.kind === "matrix") return value.value;
  throw new InputError(caller, `${name} must be a matrix, got a ${value.kind}`, { name });
}

/** An argument that must be a number. */
export function readScalar(caller: string, name: string, operand: Real): Node {
  const value = read(caller, operand);
  if (value.kind === "scalar") return value.node;
  throw new InputError(caller, `${name} must be a number, got a ${value.kind}`, { name });
}

/** A matrix of entries in rows, one row after the other. */
export function matrixOfEntries(entries: Vector | readonly Real[], rows: number, columns: number): Matrix {
  if (entries instanceof Vector) {
    if (entries.entries === null) return matrixOfLane(entries.lane!, rows, columns);
    return matrixOfNodes(entries.entries, rows, columns);
  }
  return matrixOfNodes(
    entries.map((entry) => readScalar("matrix", "an entry", entry)),
    rows,
    columns,
  );
}
