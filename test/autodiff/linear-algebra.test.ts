import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  addDiagonal,
  cholesky,
  concat,
  diagonal,
  differentiated,
  dot,
  exp,
  gather,
  log,
  logSumExp,
  matmul,
  matvec,
  mean,
  mul,
  type Scalar,
  slice,
  solveLower,
  square,
  sum,
  transpose,
  type Vector,
} from "pml/autodiff";
import { checkGradient } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";

const random = Random.from(4);
const normals = (length: number) => Array.from({ length }, () => random.normal());
const rows = (n: number, k: number) => Array.from({ length: n }, () => normals(k));

function check(
  dimension: number,
  of: (x: Vector) => Scalar,
  expected?: (x: readonly number[]) => number,
): void {
  const at = normals(dimension).map((x) => 0.5 * x);
  const { valueAndGradient } = differentiated(dimension, of);
  checkGradient({ dimension, logDensityAndGradient: valueAndGradient }, at);
  const plain = differentiated(dimension, of, "interpreted");
  const found = [new Float64Array(dimension), new Float64Array(dimension)] as const;
  const values = [
    valueAndGradient(Float64Array.from(at), found[0]),
    plain.valueAndGradient(Float64Array.from(at), found[1]),
  ];
  assert.deepEqual([values[0], ...found[0]], [values[1], ...found[1]]);
  if (expected !== undefined) assertClose(values[0]!, expected(at), 1e-12);
}

const product = (m: readonly (readonly number[])[], v: readonly number[]) =>
  m.map((row) => row.reduce((total, entry, j) => total + entry * v[j]!, 0));
const squares = (v: readonly number[]) => v.reduce((total, x) => total + (1 + x) ** 2, 0);

test("products of matrices of data and vectors, of all sizes: unrolled, by columns, looped", () => {
  for (const [n, k] of [
    [3, 2],
    [3, 20],
    [16, 3],
    [16, 30],
    [17, 3],
    [40, 16],
    [40, 17],
    [200, 25],
  ] as const) {
    const m = rows(n, k);
    check(
      k,
      (x) => sum(square(add(1, matvec(m, x)))),
      (x) => squares(product(m, x)),
    );
    // the same matrix used twice
    check(k, (x) => dot(matvec(m, x), exp(matvec(m, mul(0.1, x)))));
  }
});

/** A positive definite matrix of two parameters, and the vector of the others. */
function covariance(x: Vector, size: number) {
  const distances = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => -0.3 * (i - j) ** 2),
  );
  return addDiagonal(mul(exp(x.at(0)), exp(mul(distances, exp(x.at(1))))), exp(x.at(2)));
}

test("Cholesky factors, triangular solutions, products: unrolled and as primitives", () => {
  for (const size of [2, 5, 8, 9, 12]) {
    const y = normals(size);
    check(3 + size, (x) => {
      const lower = cholesky(covariance(x, size));
      const z = slice(x, 3);
      const coloured = matvec(lower, z);
      const whitened = solveLower(lower, add(y, coloured));
      const squared = matmul(lower, transpose(lower));
      return add(
        dot(whitened, coloured),
        add(sum(log(diagonal(lower))), sum(mul(0.1, square(matvec(squared, z))))),
      );
    });
  }
});

test("the factor times its transpose is the matrix", () => {
  for (const size of [4, 11]) {
    const of = (x: Vector) => {
      const k = covariance(x, size);
      const lower = cholesky(k);
      return sum(square(add(matmul(lower, transpose(lower)), mul(-1, k))));
    };
    check(3, of, () => 0);
  }
});

test("a matrix that is not positive definite gives NaN, unrolled and as a primitive", () => {
  for (const size of [3, 10]) {
    const { valueAndGradient } = differentiated(1, (x) =>
      sum(
        cholesky(
          addDiagonal(
            Array.from({ length: size }, () => new Array(size).fill(1)),
            mul(-1, square(x.at(0))),
          ),
        ),
      ),
    );
    assert.ok(Number.isNaN(valueAndGradient(Float64Array.of(0.3), new Float64Array(1))));
  }
});

test("slices, concatenations, places, means, logarithms of sums of exponentials", () => {
  for (const length of [5, 16, 17, 40]) {
    const places = Array.from({ length: 2 * length }, (_, i) => (i * 7) % length);
    check(
      length,
      (x) => logSumExp(x),
      (x) => Math.log(x.reduce((total, each) => total + Math.exp(each), 0)),
    );
    check(
      length,
      (x) => sum(square(gather(x, places))),
      (x) => 2 * x.reduce((total, each) => total + each ** 2, 0),
    );
    check(length, (x) => dot(concat(slice(x, 2), x.at(0), 3, x), concat(x, slice(x, 1), 2)));
    check(length, (x) => mul(mean(x), x.at(length - 1)));
  }
});
