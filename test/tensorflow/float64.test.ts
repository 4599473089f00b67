import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import {
  disposeMatrices,
  float64Scope,
  identity,
  keepMatrix,
  liveTensors,
  type Matrix,
  matrix,
  type Place,
} from "pml/tensorflow";
import { assertClose } from "../support/close.js";

const places: readonly Place[] = ["tensorflow", "small"];

/** Runs a test once for each of the two homes of a matrix. */
function inBothPlaces(name: string, body: (place: Place) => void): void {
  for (const place of places) test(`${name} (${place})`, () => float64Scope(() => body(place)));
}

const odd = [0, -0, 1 / 3, Number.MIN_VALUE, 2 ** -1040, Number.MAX_VALUE, Number.NaN, -Infinity];
const bits = (values: Float64Array) => new BigUint64Array(values.buffer, values.byteOffset, values.length);

inBothPlaces("entries come back bit for bit: NaN, -0, subnormals, infinities", (place) => {
  const values = Float64Array.from(odd);
  assert.deepEqual(bits(matrix(values, 2, 4, place).toArray()), bits(values));
});

inBothPlaces("a matrix is a copy: later changes of the array do not reach it", (place) => {
  const values = Float64Array.of(1, 2);
  const m = matrix(values, 1, 2, place);
  values[0] = 9;
  const out = m.toArray();
  assert.deepEqual([...out], [1, 2]);
  out[1] = 9;
  assert.deepEqual([...m.toArray()], [1, 2]);
});

inBothPlaces("bytes become doubles", (place) => {
  assert.deepEqual([...matrix(Uint8Array.of(0, 1, 128, 255), 2, 2, place).toArray()], [0, 1, 128, 255]);
});

function random(rows: number, columns: number, seed: number): Float64Array {
  return Random.from(seed).fillNormal(new Float64Array(rows * columns));
}

/** The entry of a matrix or of its transpose, straight from the definition. */
const at = (values: Float64Array, columns: number, i: number, j: number, flip: boolean) =>
  values[flip ? j * columns + i : i * columns + j]!;

inBothPlaces("products with every choice of transpositions are sums of products", (place) => {
  for (const [transposeLeft, transposeRight] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    const [n, inner, m] = [3, 4, 5];
    const [ar, ac] = transposeLeft ? [inner, n] : [n, inner];
    const [br, bc] = transposeRight ? [m, inner] : [inner, m];
    const a = random(ar, ac, 1);
    const b = random(br, bc, 2);
    const expected = new Float64Array(n * m);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        for (let k = 0; k < inner; k++)
          expected[i * m + j]! += at(a, ac, i, k, transposeLeft) * at(b, bc, k, j, transposeRight);
    const product = matrix(a, ar, ac, place).multiply(matrix(b, br, bc, place), {
      transposeLeft,
      transposeRight,
    });
    assert.deepEqual([product.rows, product.columns], [n, m]);
    assertClose(product.toArray(), expected, 1e-15);
  }
});

inBothPlaces("element-wise operations repeat rows, columns and numbers", (place) => {
  const a = matrix(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3, place);
  const row = matrix(Float64Array.of(10, 20, 30), 1, 3, place);
  const column = matrix(Float64Array.of(2, 4), 2, 1, place);
  assert.deepEqual([...a.plus(row).toArray()], [11, 22, 33, 14, 25, 36]);
  assert.deepEqual([...a.minus(column).toArray()], [-1, 0, 1, 0, 1, 2]);
  assert.deepEqual([...a.times(column).toArray()], [2, 4, 6, 16, 20, 24]);
  assert.deepEqual([...a.dividedBy(2).toArray()], [0.5, 1, 1.5, 2, 2.5, 3]);
  assert.deepEqual([...a.times(a).toArray()], [...a.squared().toArray()]);
});

inBothPlaces("sums, ranges, chosen rows, transpose, diagonal", (place) => {
  const a = matrix(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3, place);
  assert.deepEqual([...a.rowSums().toArray()], [6, 15]);
  assert.deepEqual([...a.columnSums().toArray()], [5, 7, 9]);
  assert.deepEqual([...a.rowRange(1, 2).toArray()], [4, 5, 6]);
  assert.deepEqual([...a.columnRange(1, 3).toArray()], [2, 3, 5, 6]);
  assert.deepEqual([...a.selectRows(Int32Array.of(1, 0, 1)).toArray()], [4, 5, 6, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...a.transposed().toArray()], [1, 4, 2, 5, 3, 6]);
  assert.deepEqual([...a.columnRange(0, 2).diagonal()], [1, 5]);
  assert.deepEqual([...identity(2, place).toArray()], [1, 0, 0, 1]);
});

/** A A^T + I of a random A. */
function positiveDefinite(size: number, seed: number, place: Place): Matrix {
  const a = matrix(random(size, size, seed), size, size, place);
  return a.multiply(a, { transposeRight: true }).plus(identity(size, place));
}

inBothPlaces("Cholesky factor: lower-triangular, multiplies to the matrix, solves both systems", (place) => {
  const a = positiveDefinite(7, 3, place);
  const factor = a.cholesky();
  assertClose(factor.multiply(factor, { transposeRight: true }).toArray(), a.toArray(), 1e-14);
  for (let i = 0; i < 7; i++) for (let j = i + 1; j < 7; j++) assert.equal(factor.toArray()[i * 7 + j], 0);
  const right = matrix(random(7, 2, 4), 7, 2, place);
  assertClose(factor.multiply(factor.solveLower(right)).toArray(), right.toArray(), 1e-14);
  const solved = factor.solveLower(right, true);
  assertClose(factor.multiply(solved, { transposeLeft: true }).toArray(), right.toArray(), 1e-14);
});

inBothPlaces("Cholesky reads the lower triangle only", (place) => {
  const factor = matrix(Float64Array.of(4, 99, 2, 5), 2, 2, place).cholesky();
  assertClose(factor.toArray(), [2, 0, 1, 2], 1e-15);
});

inBothPlaces("Cholesky refuses what is not positive definite, NaN included", (place) => {
  for (const bad of [
    [1, 2, 2, 1],
    [0, 0, 0, 0],
    [1, 0, 0, Number.NaN],
  ]) {
    assert.throws(
      () => matrix(Float64Array.from(bad), 2, 2, place).cholesky(),
      (error) => error instanceof InputError && /2 x 2 matrix is not positive definite/.test(error.message),
    );
  }
});

inBothPlaces("symmetric eigen-decomposition: descending, orthonormal, gives the matrix back", (place) => {
  const a = positiveDefinite(9, 5, place);
  const { values, vectors } = a.symmetricEigen();
  for (let i = 1; i < 9; i++) assert.ok(values[i - 1]! >= values[i]!);
  assertClose(vectors.multiply(vectors, { transposeLeft: true }).toArray(), identity(9).toArray(), 1e-14);
  const scaled = vectors.times(matrix(values, 1, 9, place));
  assertClose(scaled.multiply(vectors, { transposeRight: true }).toArray(), a.toArray(), 1e-13);
});

test("both homes agree, and mix in one expression", () => {
  const size = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(size, size, size, fc.integer(), (n, inner, m, seed) => {
      float64Scope(() => {
        const a = random(n, inner, seed);
        const b = random(inner, m, seed ^ 1);
        const [reference, ...others] = places.flatMap((one) =>
          places.map((other) =>
            matrix(a, n, inner, one)
              .times(0.5)
              .minus(matrix(a, n, inner, other))
              .multiply(matrix(b, inner, m, other)),
          ),
        );
        for (const each of others) assertClose(each.toArray(), reference!.toArray(), 1e-14);
      });
    }),
    { numRuns: 30 },
  );
});

inBothPlaces("shapes that do not fit are refused with both shapes", (place) => {
  const a = matrix(new Float64Array(6), 2, 3, place);
  const refused: readonly [() => unknown, RegExp][] = [
    [() => a.multiply(a), /cannot multiply 2 x 3 by 2 x 3: 3 columns meet 2 rows/],
    [() => a.multiply(a, { transposeLeft: true, transposeRight: true }), /\(2 x 3\)\^T/],
    [() => a.plus(matrix(new Float64Array(2), 1, 2, place)), /got 1 x 2/],
    [() => a.cholesky(), /square matrix, got 2 x 3/],
    [() => a.symmetricEigen(), /square/],
    [() => identity(2, place).solveLower(matrix(new Float64Array(3), 3, 1, place)), /2 rows, got 3 x 1/],
    [() => a.columnRange(2, 4), /0 <= start < end <= 3, got 2 and 4/],
    [() => a.rowRange(1, 1), /got 1 and 1/],
    [() => a.selectRows(Int32Array.of(0, 2)), /indices\[1\] must be in 0..1, got 2/],
    [() => matrix(new Float64Array(5), 2, 3, place), /2 x 3 matrix must have length 6, got 5/],
    [() => matrix(new Float64Array(0), 0, 3, place), /rows must be an integer of at least 1, got 0/],
  ];
  for (const [call, message] of refused) {
    assert.throws(call, (error) => error instanceof InputError && message.test(error.message), `${message}`);
  }
});

test("a scope frees what it made but for its result; kept matrices live until they are disposed of", () => {
  const before = liveTensors();
  const outcome = float64Scope(() => {
    const a = matrix(new Float64Array(4).fill(2), 2, 2, "tensorflow");
    return { list: [a.plus(1)], number: 3 };
  });
  assert.equal(liveTensors(), before + 1);
  assert.deepEqual([...outcome.list[0]!.toArray()], [3, 3, 3, 3]);
  disposeMatrices(...outcome.list);
  const kept = float64Scope(() => {
    const result = keepMatrix(identity(3, "tensorflow").times(2));
    identity(9, "tensorflow");
    return { result };
  });
  assert.equal(liveTensors(), before + 1);
  disposeMatrices(kept.result, kept.result);
  assert.equal(liveTensors(), before);
  assert.throws(() => kept.result.toArray(), /disposed/);
});

test("no operation leaks", () => {
  const before = liveTensors();
  float64Scope(() => {
    const a = positiveDefinite(5, 1, "tensorflow");
    a.cholesky().solveLower(a).symmetricEigen();
    a.selectRows(Int32Array.of(1)).plus(a.columnRange(0, 1).rowRange(0, 1)).times(2).toArray();
    assert.throws(() => a.times(-1).cholesky());
  });
  assert.equal(liveTensors(), before);
});
