import { InputError, requireInput } from "../support/index.js";
import { mul } from "./arithmetic.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";
import { range } from "./primitives/tables.js";
import { read, readVector } from "./read.js";
import {
  currentGraph,
  entriesOf,
  laneOf,
  type MatrixLike,
  type Real,
  Scalar,
  Vector,
  type VectorLike,
  vectorOfLane,
  vectorOfNodes,
} from "./values.js";

/** The sum of nodes, in order. */
export const sumOfNodes = (graph: Graph, nodes: readonly Node[]): Node =>
  nodes.reduce((sum, node) => graph.add(sum, node));

/** The sum of all entries. */
export function sum(values: VectorLike | MatrixLike | Real): Scalar {
  const value = read("sum", values);
  const graph = currentGraph("sum");
  if (value.kind === "scalar") return new Scalar(value.node);
  const { entries, lane } = value.value;
  if (entries !== null) return new Scalar(sumOfNodes(graph, entries));
  const length = value.kind === "vector" ? value.value.length : value.value.rows * value.value.columns;
  return new Scalar(graph.sum(lane!, length));
}

/** `sum_i a_i b_i` */
export const dot = (a: VectorLike, b: VectorLike): Scalar => sum(mul(a, b));

/** The mean of all entries. */
export function mean(values: VectorLike): Scalar {
  const vector = readVector("mean", "values", values);
  return mul(1 / vector.length, sum(vector)) as Scalar;
}

/** `ln sum_i exp(x_i)`, without overflow. Of a vector of more than 16 entries by a running pair of logarithms. */
export function logSumExp(values: VectorLike | readonly Real[]): Scalar {
  const vector = readVector("logSumExp", "values", values as VectorLike);
  const graph = currentGraph("logSumExp");
  if (vector.entries === null) {
    const lane = laneOf(vector);
    const scan = graph.scan([graph.constant(-1e308)], vector.length);
    scan.nexts.push(logAdd(graph, scan.carries[0]!, lane));
    return new Scalar(graph.final(scan, 0));
  }
  return new Scalar(vector.entries.reduce((total, entry) => logAdd(graph, total, entry)));
}

/** ln(exp(a) + exp(b)) */
const logAdd = (graph: Graph, a: Node, b: Node): Node => graph.add(b, graph.softplus(graph.sub(a, b)));

/** Entries of a vector by a list of places (of data): `result[i] = values[places[i]]`, for instance the effect of each row's group. */
export function gather(values: VectorLike, places: ArrayLike<number>): Vector {
  const vector = readVector("gather", "values", values);
  requireInput(places.length > 0, "gather", "wants at least one place");
  const table = Int32Array.from({ length: places.length }, (_, i) => places[i]!);
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (!(Number.isInteger(place) && place >= 0 && place < vector.length))
      throw new InputError(
        "gather",
        `places[${i}] must be an integer in 0 .. ${vector.length - 1}, got ${place}`,
        { index: i, place },
      );
  }
  const graph = currentGraph("gather");
  return vectorOfLane(graph.gather(laneOf(vector), tableOf(graph, places, table)), places.length);
}

const tables = new WeakMap<Graph, WeakMap<object, Int32Array>>();

/** The same places give the same table, and so the same node. */
function tableOf(graph: Graph, places: object, table: Int32Array): Int32Array {
  let known = tables.get(graph);
  if (known === undefined) {
    known = new WeakMap();
    tables.set(graph, known);
  }
  const found = known.get(places);
  if (found !== undefined) return found;
  known.set(places, table);
  return table;
}

/** The entries from `from` up to, not including, `to`. */
export function slice(values: VectorLike, from: number, to?: number): Vector {
  const vector = readVector("slice", "values", values);
  const end = to ?? vector.length;
  requireInput(
    Number.isInteger(from) && Number.isInteger(end) && from >= 0 && from < end && end <= vector.length,
    "slice",
    () => `wants 0 <= from < to <= ${vector.length}, got ${from}, ${end}`,
    { from, to: end },
  );
  if (vector.entries !== null) return new Vector(end - from, vector.entries.slice(from, end), null);
  return gather(
    vector,
    Array.from({ length: end - from }, (_, i) => from + i),
  );
}

/** Vectors and numbers one after the other. */
export function concat(...parts: readonly (VectorLike | Real)[]): Vector {
  const graph = currentGraph("concat");
  const vectors = parts.map((part) => {
    const value = read("concat", part);
    if (value.kind === "matrix") throw new InputError("concat", "wants vectors and numbers, got a matrix");
    return value.kind === "vector" ? value.value : new Vector(1, [value.node], null);
  });
  const length = vectors.reduce((total, vector) => total + vector.length, 0);
  requireInput(length > 0, "concat", "wants at least one vector or number");
  if (vectors.every(({ entries }) => entries !== null)) return vectorOfNodes(vectors.flatMap(entriesOf));
  let offset = 0;
  const placed = vectors.map((vector) => {
    const node = graph.scatter(laneOf(vector), range(offset, vector.length), length);
    offset += vector.length;
    return node;
  });
  return new Vector(length, null, sumOfNodes(graph, placed));
}
