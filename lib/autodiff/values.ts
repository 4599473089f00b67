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
