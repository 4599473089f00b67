import assert from "node:assert/strict";
import { test } from "node:test";
import { inputPoints, Pairs } from "pml/gp";
import { distance, innerProduct } from "#internal/gp/pairs";

const x = inputPoints([0, 0, 3, 4, 1, 0], 2);

test("the lower triangle goes row after row", () => {
  const pairs = Pairs.lowerTriangle(x);
  assert.deepEqual([...pairs.feature(distance)], [0, 5, 0, 1, Math.sqrt(20), 0]);
  assert.deepEqual([...pairs.feature(innerProduct)], [0, 0, 25, 0, 3, 1]);
  assert.deepEqual([...pairs.differences()], [0, 0, 3, 4, 0, 0, 1, 0, 2, 4, 0, 0]);
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((pair) => pairs.isSameObservation(pair)),
    [true, false, true, false, false, true],
  );
});

test("a rectangle has every pair of two sets, and no observation twice", () => {
  const pairs = Pairs.rectangle(x, inputPoints([0, 0, 1, 0], 2));
  assert.deepEqual([...pairs.feature(distance)], [0, 1, 5, Math.sqrt(20), 1, 0]);
  assert.equal(pairs.isSameObservation(0), false);
  assert.throws(() => Pairs.rectangle(x, inputPoints([1])), /same dimension, got 2 and 1/);
});

test("the diagonal pairs each point with itself", () => {
  const pairs = Pairs.diagonal(x);
  assert.deepEqual([...pairs.feature(innerProduct)], [0, 25, 1]);
  assert.equal(pairs.isSameObservation(2), true);
});

test("a feature is computed once and shared", () => {
  const pairs = Pairs.lowerTriangle(x);
  assert.equal(pairs.feature(distance), pairs.feature(distance));
  assert.equal(pairs.differences(), pairs.differences());
});
