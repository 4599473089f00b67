import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "pml/random";
import {
  factorAndSolve,
  factorInPlace,
  invertLowerTransposed,
  logDeterminant,
  solveLowerInPlace,
  solveLowerTransposedInPlace,
} from "#internal/math/triangular";
import { assertClose } from "../support/close.js";

/** A random lower triangle with a diagonal away from 0. */
function randomLower(seed: number, size: number): Float64Array {
  const random = Random.from(seed);
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) lower[i * size + j] = random.normal();
    lower[i * size + i] = 1 + random.uniform();
  }
  return lower;
}

function multiply(a: Float64Array, b: Float64Array, size: number, columns: number): Float64Array {
  const result = new Float64Array(size * columns);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++)
      for (let j = 0; j < columns; j++) result[i * columns + j]! += a[i * size + k]! * b[k * columns + j]!;
  return result;
}

const transpose = (a: Float64Array, size: number) =>
  a.map((_, place) => a[(place % size) * size + Math.floor(place / size)]!);

const sizes = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 8 }));

test("factorising L L^T gives L back, and leaves the upper triangle alone", () => {
  fc.assert(
    fc.property(sizes, ([seed, size]) => {
      const lower = randomLower(seed, size);
      const matrix = multiply(lower, transpose(lower, size), size, size);
      const before = matrix.slice();
      assert.equal(factorInPlace(matrix, size), -1);
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          if (j <= i) assertClose(matrix[i * size + j]!, lower[i * size + j]!, 1e-8);
          else assert.equal(matrix[i * size + j], before[i * size + j]);
        }
    }),
  );
});

test("solves undo products, with one column and with several; the inverse is one", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 3 }), ([seed, size], columns) => {
      const lower = randomLower(seed, size);
      const b = Random.from(seed)
        .split("b")
        .fillNormal(new Float64Array(size * columns));
      const forward = multiply(lower, b, size, columns);
      solveLowerInPlace(lower, size, forward, columns);
      assertClose(forward, b, 1e-8);
      const backward = multiply(transpose(lower, size), b, size, columns);
      solveLowerTransposedInPlace(lower, size, backward, columns);
      assertClose(backward, b, 1e-8);
      const inverse = new Float64Array(size * size);
      invertLowerTransposed(lower, size, inverse);
      const identity = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
      assertClose(multiply(transpose(inverse, size), lower, size, size), identity, 1e-8);
    }),
  );
});

test("a solve by four rows at a time is the same to the bit as by one", () => {
  const upTo = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 13 }));
  fc.assert(
    fc.property(upTo, fc.integer({ min: 1, max: 3 }), ([seed, size], columns) => {
      const lower = randomLower(seed, size);
      const solved = Random.from(seed)
        .split("b")
        .fillNormal(new Float64Array(size * columns));
      const plain = solved.slice();
      solveLowerInPlace(lower, size, solved, columns);
      for (let i = 0; i < size; i++)
        for (let c = 0; c < columns; c++) {
          for (let k = 0; k < i; k++)
            plain[i * columns + c]! -= lower[i * size + k]! * plain[k * columns + c]!;
          plain[i * columns + c]! /= lower[i * size + i]!;
        }
      assert.deepEqual(solved, plain);
    }),
  );
});

test("the inverse by two columns at a time is the same to the bit as by one", () => {
  fc.assert(
    fc.property(sizes, ([seed, size]) => {
      const lower = randomLower(seed, size);
      const inverse = new Float64Array(size * size);
      invertLowerTransposed(lower, size, inverse);
      const plain = new Float64Array(size * size);
      for (let i = 0; i < size; i++) {
        const inversePivot = 1 / lower[i * size + i]!;
        plain[i * size + i] = inversePivot;
        for (let j = 0; j < i; j++) {
          let sum = 0;
          for (let k = j; k < i; k++) sum -= lower[i * size + k]! * plain[j * size + k]!;
          plain[j * size + i] = sum * inversePivot;
        }
      }
      assert.deepEqual(inverse, plain);
    }),
  );
});

test("factorising and solving in one loop is the same to the bit as one after the other", () => {
  fc.assert(
    fc.property(sizes, ([seed, size]) => {
      const random = Random.from(seed);
      const root = randomLower(seed, size);
      const matrix = multiply(root, transpose(root, size), size, size);
      // a noise below 0 makes some of the matrices indefinite
      const noise = random.normal();
      const packed = matrix.filter((_, place) => place % size <= Math.floor(place / size));
      const b = random.fillNormal(new Float64Array(size));
      const [lower, solution] = [new Float64Array(size * size), new Float64Array(size)];
      const succeeded = factorAndSolve(packed, 1, noise, b, lower, solution);
      for (let i = 0; i < size; i++) matrix[i * size + i]! += noise;
      assert.equal(succeeded, factorInPlace(matrix, size) < 0);
      if (!succeeded) return;
      solveLowerInPlace(matrix, size, b);
      assert.deepEqual(solution, b);
      const lowerPart = matrix.map((value, place) => (place % size <= Math.floor(place / size) ? value : 0));
      assert.deepEqual(lower, lowerPart);
    }),
  );
});

test("log determinant of a known matrix", () => {
  const matrix = Float64Array.of(4, 0, 2, 10);
  assert.equal(factorInPlace(matrix, 2), -1);
  assertClose(logDeterminant(matrix, 2), Math.log(36), 1e-15);
});

test("the first bad pivot is told: negative, zero, rounding noise, NaN, infinite", () => {
  assert.equal(factorInPlace(Float64Array.of(-1), 1), 0);
  assert.equal(factorInPlace(Float64Array.of(0), 1), 0);
  assert.equal(factorInPlace(Float64Array.of(1, 0, 1, 1), 2), 1);
  assert.equal(factorInPlace(Float64Array.of(1, 0, 1, 1 + 2 ** -52), 2), 1);
  assert.equal(factorInPlace(Float64Array.of(1, 0, 1, 1 + 2 ** -49), 2), -1);
  assert.equal(factorInPlace(Float64Array.of(1, 0, Number.NaN, 1), 2), 1);
  assert.equal(factorInPlace(Float64Array.of(Number.POSITIVE_INFINITY), 1), 0);
});

test("a pivot is noise up to its size times 2^-52 of the diagonal, in any unit", () => {
  for (const unit of [1, 2 ** 20, 2 ** -20]) {
    const last = (excess: number) => factorInPlace(Float64Array.of(unit, 0, unit, unit * (1 + excess)), 2);
    assert.equal(last(2 ** -51), 1);
    assert.equal(last(2 ** -50), -1);
  }
});
