import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cholesky,
  choleskySolve,
  logDeterminant,
  NotPositiveDefiniteError,
  noJitter,
  tryJitters,
} from "pml/math";
import { assertClose } from "../support/close.js";

// A = L L^T with L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]]
const matrix = Float64Array.of(4, 2, -2, 2, 10, 5, -2, 5, 6);
const singular = Float64Array.of(1, 1, 1, 1);

test("factor, solve and log determinant of a known matrix", () => {
  const factor = cholesky(matrix, 3);
  assert.deepEqual([...factor.lower], [2, 0, 0, 1, 3, 0, -1, 2, 1]);
  assert.equal(factor.jitter, 0);
  assertClose(logDeterminant(factor.lower, 3), Math.log(36), 1e-15);
  // A (1, 2, 3) = (2, 37, 26)
  assertClose(choleskySolve(factor, [2, 37, 26]), [1, 2, 3], 1e-14);
  assertClose(choleskySolve(factor, [2, 4, 37, 74, 26, 52], 2), [1, 2, 2, 4, 3, 6], 1e-14);
});

test("the matrix is not written to", () => {
  const copy = matrix.slice();
  cholesky(matrix, 3, { jitter: tryJitters(1) });
  assert.deepEqual(matrix, copy);
});

test("without a policy nothing is added: the error names pivot and parameters", () => {
  assert.throws(
    () => cholesky(singular, 2, { caller: "here", parameters: { lengthscale: 3 } }),
    (error) => {
      assert.ok(error instanceof NotPositiveDefiniteError);
      assert.equal(error.pivotIndex, 1);
      assert.equal(error.pivot, 0);
      assert.deepEqual(error.jittersTried, [0]);
      assert.deepEqual(error.parameters, { lengthscale: 3 });
      assert.match(error.message, /^here: .*pivot 1 is 0 \(jitter tried: 0; parameters: lengthscale 3\)$/);
      return true;
    },
  );
  assert.throws(() => cholesky(singular, 2, { jitter: noJitter }), NotPositiveDefiniteError);
});

test("a policy is tried in order, and what was used is told", () => {
  const negative = Float64Array.of(1, 1.5, 1.5, 1);
  const factor = cholesky(negative, 2, { jitter: tryJitters(0.1, 0.6, 5) });
  assert.equal(factor.jitter, 0.6);
  assertClose(factor.lower[0]! ** 2, 1.6, 1e-15);
  assert.equal(cholesky(matrix, 3, { jitter: tryJitters(0.1) }).jitter, 0);
  assert.throws(
    () => cholesky(negative, 2, { jitter: tryJitters(0.1, 0.2) }),
    (error) => error instanceof NotPositiveDefiniteError && error.jittersTried.join() === "0,0.1,0.2",
  );
});

test("a policy of amounts that do not grow is refused", () => {
  for (const amounts of [[0], [-1], [2, 1], [Number.NaN]])
    assert.throws(() => tryJitters(...amounts), /increasing/);
});

test("wrong lengths and NaN are refused", () => {
  assert.throws(() => cholesky(matrix, 2), /length 4, got 9/);
  assert.throws(() => cholesky(Float64Array.of(Number.NaN), 1), /matrix\[0\] must be finite/);
  assert.throws(() => choleskySolve(cholesky(matrix, 3), [1, 2]), /length 3, got 2/);
});
