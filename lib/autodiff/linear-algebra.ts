import { InputError } from "../support/index.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";
import { choleskyPrimitive, solveLowerPrimitive } from "./primitives/cholesky.js";
import { productPrimitive } from "./primitives/product.js";
import { diagonalOf, lowerPlaces, packedLength, transposed } from "./primitives/tables.js";
import { read, readMatrix, readVector } from "./read.js";
import { sumOfNodes } from "./reductions.js";
import {
  currentGraph,
  entriesOf,
  laneOf,
  type Matrix,
  type MatrixLike,
  matrixOfLane,
  matrixOfNodes,
  type Real,
  unrolledLength,
  Vector,
  type VectorLike,
  vectorOfLane,
  vectorOfNodes,
} from "./values.js";

function requireSquare(caller: string, { rows, columns }: Matrix): void {
  if (rows !== columns)
    throw new InputError(caller, `the matrix must be square, got ${rows} x ${columns}`, { rows, columns });
}

/**
 * The product of a matrix [n][k] and a vector [k]. A matrix of data with up to 16 columns is a sum of its columns; with more, rows
 * are multiplied in a loop.
 */
export function matvec(matrix: MatrixLike, vector: VectorLike): Vector {
  const m = readMatrix("matvec", "matrix", matrix);
  const v = readVector("matvec", "vector", vector);
  if (m.columns !== v.length)
    throw new InputError(
      "matvec",
      `a matrix of ${m.rows} x ${m.columns} wants a vector of ${m.columns}, got one of ${v.length}`,
      { rows: m.rows, columns: m.columns, length: v.length },
    );
  const graph = currentGraph("matvec");
  if (m.entries !== null) return unrolledProduct(graph, m, m.entries, v);
  const lane = laneOf(m);
  if (lane.op === "data") return dataProduct(graph, lane.values, m, v);
  const product = graph.call(productPrimitive(m.rows, m.columns, 1), [lane, laneOf(v)], m.rows);
  return vectorOfLane(product, m.rows);
}

function unrolledProduct(graph: Graph, m: Matrix, entries: readonly Node[], v: Vector): Vector {
  const factors = entriesOf(v);
  const rows = Array.from({ length: m.rows }, (_, i) =>
    sumOfNodes(
      graph,
      factors.map((factor, j) => graph.mul(entries[i * m.columns + j]!, factor)),
    ),
  );
  return vectorOfNodes(rows);
}

/** Columns of matrices of data, each made once. */
const columnsOf = new WeakMap<Float64Array, Float64Array[]>();

function columns(values: Float64Array, count: number): Float64Array[] {
  const known = columnsOf.get(values);
  if (known !== undefined) return known;
  const made = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length: values.length / count }, (_, i) => values[i * count + j]!),
  );
  columnsOf.set(values, made);
  return made;
}

function dataProduct(graph: Graph, values: Float64Array, m: Matrix, v: Vector): Vector {
  if (m.rows <= unrolledLength) {
    const lane = laneOf(v);
    const rows = Array.from({ length: m.rows }, (_, i) => {
      const row = graph.data(values.slice(i * m.columns, (i + 1) * m.columns));
      return graph.sum(graph.mul(row, lane), m.columns);
    });
    return vectorOfNodes(rows);
  }
  if (v.entries === null) return new Vector(m.rows, null, graph.rowDot(values, laneOf(v)));
  const terms = columns(values, m.columns).map((column, j) => graph.mul(graph.data(column), v.entries![j]!));
  return new Vector(m.rows, null, sumOfNodes(graph, terms));
}

/** The product of matrices [n][k] and [k][m]. */
export function matmul(a: MatrixLike, b: MatrixLike): Matrix {
  const one = readMatrix("matmul", "a", a);
  const other = readMatrix("matmul", "b", b);
  if (one.columns !== other.rows)
    throw new InputError(
      "matmul",
      `matrices of ${one.rows} x ${one.columns} and ${other.rows} x ${other.columns} cannot be multiplied`,
    );
  const graph = currentGraph("matmul");
  const { rows, columns: inner } = one;
  if (one.entries !== null && other.entries !== null && rows * other.columns <= 64) {
    const entries = Array.from({ length: rows * other.columns }, (_, place) => {
      const [i, j] = [Math.floor(place / other.columns), place % other.columns];
      const terms = Array.from({ length: inner }, (_, k) =>
        graph.mul(one.entries![i * inner + k]!, other.entries![k * other.columns + j]!),
      );
      return sumOfNodes(graph, terms);
    });
    return matrixOfNodes(entries, rows, other.columns);
  }
  const product = graph.call(
    productPrimitive(rows, inner, other.columns),
    [laneOf(one), laneOf(other)],
    rows * other.columns,
  );
  return matrixOfLane(product, rows, other.columns);
}

/** The transpose. */
export function transpose(matrix: MatrixLike): Matrix {
  const m = readMatrix("transpose", "matrix", matrix);
  const table = transposed(m.rows, m.columns);
  if (m.entries !== null)
    return matrixOfNodes(
      Array.from(table, (place) => m.entries![place]!),
      m.columns,
      m.rows,
    );
  return matrixOfLane(currentGraph("transpose").gather(laneOf(m), table), m.columns, m.rows);
}

/** The diagonal of a square matrix. */
export function diagonal(matrix: MatrixLike): Vector {
  const m = readMatrix("diagonal", "matrix", matrix);
  requireSquare("diagonal", m);
  if (m.entries !== null) return vectorOfNodes(Array.from(diagonalOf(m.rows), (place) => m.entries![place]!));
  return vectorOfLane(currentGraph("diagonal").gather(laneOf(m), diagonalOf(m.rows)), m.rows);
}

/** The matrix with `amount` added to its diagonal: a number, or a vector with one for each entry. */
export function addDiagonal(matrix: MatrixLike, amount: Real | VectorLike): Matrix {
  const m = readMatrix("addDiagonal", "matrix", matrix);
  requireSquare("addDiagonal", m);
  const graph = currentGraph("addDiagonal");
  const size = m.rows;
  const value = read("addDiagonal", amount);
  if (value.kind === "matrix" || (value.kind === "vector" && value.value.length !== size))
    throw new InputError("addDiagonal", `amount must be a number or a vector of ${size}`);
  const amounts = value.kind === "scalar" ? new Array<Node>(size).fill(value.node) : entriesOf(value.value);
  if (m.entries !== null) {
    const entries = m.entries.map((entry, place) =>
      place % (size + 1) === 0 ? graph.add(entry, amounts[place / (size + 1)]!) : entry,
    );
    return matrixOfNodes(entries, size, size);
  }
  const first = amounts[0]!;
  const identity = graph.data(
    Float64Array.from({ length: size * size }, (_, place) => (place % (size + 1) === 0 ? 1 : 0)),
  );
  const added = amounts.every((each) => each === first)
    ? graph.mul(first, identity)
    : graph.scatter(graph.stack(amounts), diagonalOf(size), size * size);
  return matrixOfLane(graph.add(laneOf(m), added), size, size);
}

/**
 * The factor L of a symmetric positive definite matrix `A = L L^T`, zeros above the diagonal. Reads the lower triangle. Unrolled
 * up to 8 rows. Where there is none, the density is not a number and the position is refused.
 */
export function cholesky(matrix: MatrixLike): Matrix {
  const m = readMatrix("cholesky", "matrix", matrix);
  requireSquare("cholesky", m);
  const graph = currentGraph("cholesky");
  const size = m.rows;
  if (m.entries === null)
    return matrixOfLane(graph.call(choleskyPrimitive(size), [packedLower(m)], size * size), size, size);
  return matrixOfNodes(unrolledCholesky(graph, m.entries, size), size, size);
}

/** The lower triangle of a square matrix, row after row, as a lane. */
export function packedLower(matrix: Matrix): Node {
  const graph = currentGraph("matrix");
  return graph.lane(graph.select(laneOf(matrix), lowerPlaces(matrix.rows)), packedLength(matrix.rows));
}

/** Cholesky's algorithm on single numbers. */
function unrolledCholesky(graph: Graph, a: readonly Node[], size: number): Node[] {
  const lower: Node[] = new Array(size * size).fill(graph.constant(0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * size + j]!;
      for (let k = 0; k < j; k++)
        rest = graph.sub(rest, graph.mul(lower[i * size + k]!, lower[j * size + k]!));
      lower[i * size + j] = i === j ? graph.sqrt(rest) : graph.div(rest, lower[j * (size + 1)]!);
    }
  }
  return lower;
}

/** The vector x with `L x = b`, L lower triangular. */
export function solveLower(lower: MatrixLike, b: VectorLike): Vector {
  const m = readMatrix("solveLower", "lower", lower);
  requireSquare("solveLower", m);
  const right = readVector("solveLower", "b", b);
  if (right.length !== m.rows)
    throw new InputError("solveLower", `b must have length ${m.rows}, got ${right.length}`);
  const graph = currentGraph("solveLower");
  if (m.entries === null)
    return vectorOfLane(graph.call(solveLowerPrimitive(m.rows), [laneOf(m), laneOf(right)], m.rows), m.rows);
  const x: Node[] = [];
  entriesOf(right).forEach((entry, i) => {
    let rest = entry;
    for (let k = 0; k < i; k++) rest = graph.sub(rest, graph.mul(m.entries![i * m.rows + k]!, x[k]!));
    x.push(graph.div(rest, m.entries![i * (m.rows + 1)]!));
  });
  return vectorOfNodes(x);
}
