import { InputError, requireInput } from "../support/index.js";
import { Graph } from "./graph.js";
import type { Node } from "./node.js";

/** Vectors of up to this many entries are unrolled into numbers; longer ones are computed in loops. */
export const unrolledLength = 16;

/** Matrices of up to this many entries are unrolled. */
export const unrolledEntries = 64;

let current: Graph | null = null;

/** Runs `body` with a new graph that every traced operation builds on. */
export function tracing<Result>(body: (graph: Graph) => Result): Result {
  const outer = current;
  current = new Graph();
  try {
    return body(current);
  } finally {
    current = outer;
  }
}

/** The graph under construction. */
export function currentGraph(caller: string): Graph {
  if (current === null)
    throw new InputError(
      caller,
      "works on the traced values of a model: call it inside the function that describes one",
    );
  return current;
}

/** What JavaScript is told when it asks a traced value for a number. */
function refuse(kind: string): never {
  throw new InputError(
    kind,
    "a traced value has no number yet: it stands for the parameter at every position. Use add, sub, mul, div, exp, ... instead of " +
      "JavaScript's operators and Math, and select no branch by it",
  );
}

abstract class Traced {
  /** The graph it belongs to. */
  protected readonly graph: Graph;

  protected constructor(kind: string) {
    this.graph = currentGraph(kind);
  }

  /** @internal */
  requireCurrent(caller: string): void {
    if (this.graph !== current)
      throw new InputError(
        caller,
        "got a value of another model: values live only while their model is traced",
      );
  }
}

/** A traced number. */
export class Scalar extends Traced {
  /** @internal */
  constructor(readonly node: Node) {
    super("Scalar");
  }

  [Symbol.toPrimitive](): never {
    return refuse("Scalar");
  }
}

/** A traced vector. */
export class Vector extends Traced implements Iterable<Scalar> {
  /**
   * @internal
   * @param entries one node each if the vector is unrolled, otherwise null
   * @param lane the whole vector otherwise: a lane, or a number that stands in every entry
   */
  constructor(
    readonly length: number,
    readonly entries: readonly Node[] | null,
    readonly lane: Node | null,
  ) {
    super("Vector");
  }

  /** The entry `index`, from 0. */
  at(index: number): Scalar {
    requireInput(
      Number.isInteger(index) && index >= 0 && index < this.length,
      "Vector.at",
      () => `index must be an integer in 0 .. ${this.length - 1}, got ${index}`,
      { index, length: this.length },
    );
    this.requireCurrent("Vector.at");
    if (this.entries !== null) return new Scalar(this.entries[index]!);
    return new Scalar(currentGraph("Vector.at").element(this.lane!, index));
  }

  *[Symbol.iterator](): Iterator<Scalar> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  [Symbol.toPrimitive](): never {
    return refuse("Vector");
  }
}

/** A traced matrix; entries in rows, one row after the other. */
export class Matrix extends Traced {
  /** @internal as in {@link Vector} */
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly entries: readonly Node[] | null,
    readonly lane: Node | null,
  ) {
    super("Matrix");
  }

  /** The entry in row `i` and column `j`, from 0. */
  at(i: number, j: number): Scalar {
    const isInside =
      Number.isInteger(i) && i >= 0 && i < this.rows && Number.isInteger(j) && j >= 0 && j < this.columns;
    requireInput(
      isInside,
      "Matrix.at",
      () => `wants a row in 0 .. ${this.rows - 1} and a column in 0 .. ${this.columns - 1}, got ${i}, ${j}`,
      { i, j },
    );
    this.requireCurrent("Matrix.at");
    const place = i * this.columns + j;
    if (this.entries !== null) return new Scalar(this.entries[place]!);
    return new Scalar(currentGraph("Matrix.at").element(this.lane!, place));
  }

  [Symbol.toPrimitive](): never {
    return refuse("Matrix");
  }
}

/** A number, traced or not. */
export type Real = number | Scalar;

/** A vector, traced or of data. */
export type VectorLike = Vector | readonly number[] | Float64Array | Float32Array | Int32Array | Uint8Array;

/** A matrix, traced or of data in rows. */
export type MatrixLike = Matrix | readonly (readonly number[] | Float64Array)[];

/** Whatever an elementwise operation takes. */
export type Operand = Real | VectorLike | MatrixLike;

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

/** A vector of single nodes, unrolled if it is short. */
export function vectorOfNodes(nodes: readonly Node[]): Vector {
  if (nodes.length <= unrolledLength) return new Vector(nodes.length, nodes, null);
  return new Vector(nodes.length, null, currentGraph("vector").stack(nodes));
}

/** Coordinates of the position from `offset` on, as a vector; its nodes are single parameters or one lane of them. */
export function vectorOfParameters(
  offset: number,
  length: number,
): { vector: Vector; nodes: readonly Node[] } {
  const graph = currentGraph("vector");
  if (length > unrolledLength) {
    const lane = graph.parameter(offset, length);
    return { vector: new Vector(length, null, lane), nodes: [lane] };
  }
  const nodes = Array.from({ length }, (_, i) => graph.parameter(offset + i));
  return { vector: new Vector(length, nodes, null), nodes };
}

/** A vector of a lane, unrolled if it is short. */
export function vectorOfLane(lane: Node, length: number): Vector {
  if (length > unrolledLength) return new Vector(length, null, lane);
  const graph = currentGraph("vector");
  return new Vector(
    length,
    Array.from({ length }, (_, i) => graph.element(lane, i)),
    null,
  );
}

/** A matrix of single nodes, unrolled if it is small. */
export function matrixOfNodes(nodes: readonly Node[], rows: number, columns: number): Matrix {
  if (nodes.length <= unrolledEntries) return new Matrix(rows, columns, nodes, null);
  return new Matrix(rows, columns, null, currentGraph("matrix").stack(nodes));
}

/** A matrix of a lane, unrolled if it is small. */
export function matrixOfLane(lane: Node, rows: number, columns: number): Matrix {
  if (rows * columns > unrolledEntries) return new Matrix(rows, columns, null, lane);
  const graph = currentGraph("matrix");
  const entries = Array.from({ length: rows * columns }, (_, i) => graph.element(lane, i));
  return new Matrix(rows, columns, entries, null);
}

/** A vector or matrix as one lane, one number after the other. */
export function laneOf(value: Vector | Matrix): Node {
  const graph = currentGraph("vector");
  const length = value instanceof Vector ? value.length : value.rows * value.columns;
  return value.entries === null ? graph.lane(value.lane!, length) : graph.stack(value.entries);
}

/** A vector or matrix as single numbers. */
export function entriesOf(value: Vector | Matrix): readonly Node[] {
  if (value.entries !== null) return value.entries;
  const graph = currentGraph("vector");
  const length = value instanceof Vector ? value.length : value.rows * value.columns;
  return Array.from({ length }, (_, i) => graph.element(value.lane!, i));
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
