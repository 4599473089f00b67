import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { euclideanDistance, isSafeSquare, nearestOf, squaredDistance } from "#internal/math/euclidean";
import { exact } from "../support/exact-double.js";

const smallest = (values: readonly bigint[]) => [...values].sort((a, b) => (a < b ? -1 : 1))[0]!;

const exactSquare = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, j) => sum + (exact(value) - exact(b[j]!)) ** 2n, 0n);

const coordinate = fc.double({ min: -1e308, max: 1e308, noNaN: true });
const rows = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.tuple(
    fc.array(coordinate, { minLength: columns, maxLength: columns }),
    fc.array(fc.array(coordinate, { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 8,
    }),
  ),
);

test("distances over the whole range of doubles, against whole numbers without rounding", () => {
  fc.assert(
    fc.property(rows, ([a, others]) => {
      for (const b of others) {
        const distance = euclideanDistance(a, 0, b, 0, a.length);
        if (distance === Number.POSITIVE_INFINITY) {
          assert.ok(exactSquare(a, b) >= exact(Number.MAX_VALUE) ** 2n);
          continue;
        }
        const [low, high] = [exact(distance * (1 - 1e-15)), exact(distance * (1 + 1e-15))];
        const square = exactSquare(a, b);
        assert.ok((low - 2n) ** 2n <= square || low < 2n, `${a} ${b}: ${distance}`);
        assert.ok(square <= (high + 2n) ** 2n, `${a} ${b}: ${distance}`);
      }
    }),
    { numRuns: 2000 },
  );
});

test("the nearest of rows over the whole range of doubles", () => {
  fc.assert(
    fc.property(rows, ([a, others]) => {
      const columns = a.length;
      const found = nearestOf(a, 0, others.flat(), columns, [...others.keys()]);
      const least = smallest(others.map((row) => exactSquare(a, row)));
      // as near as distances with 15 digits can tell
      const square = exactSquare(a, others[found]!);
      const unit = 10n ** 14n;
      const units = euclideanDistance(a, 0, others[found]!, 0, columns) < 1e-300 ? 1n << 20n : 0n;
      assert.ok(square * unit <= least * (unit + 1n) + units * unit || square === least, `${a} ${others}`);
    }),
    { numRuns: 1000 },
  );
});

test("the plain square where it is safe", () => {
  assert.equal(squaredDistance([9, 1, 2], 1, [4, 6], 0, 2), 25);
  assert.equal(isSafeSquare(25), true);
  assert.equal(isSafeSquare(0), false);
  assert.equal(isSafeSquare(1e-300), false);
  assert.equal(isSafeSquare(Number.POSITIVE_INFINITY), false);
});
