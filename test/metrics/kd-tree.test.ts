import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { euclideanDistance } from "pml/math";
import { KdTree } from "pml/metrics";
import { InputError } from "pml/support";

/** The same by looking at every point; distances that cannot be squared are compared themselves. */
function bruteForce(points: readonly number[], dimension: number, place: readonly number[], except: number) {
  const isSquarable = [...points, ...place].every((value) => {
    const size = Math.abs(value);
    return size === 0 || (size > 1e-120 && size < 1e120);
  });
  return Array.from({ length: points.length / dimension }, (_, index) => ({
    index,
    distance: isSquarable
      ? place.reduce((sum, value, d) => sum + (value - points[index * dimension + d]!) ** 2, 0)
      : euclideanDistance(place, 0, points, index * dimension, dimension),
  }))
    .filter(({ index }) => index !== except)
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .map(({ index }) => index);
}

test("nearest points as by looking at all of them, ties by index included, in 1, 2 and 3 dimensions", () => {
  for (const dimension of [1, 2, 3]) {
    // few distinct coordinates, so that many distances are equal
    const coordinate = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true }));
    const point = fc.array(coordinate, { minLength: dimension, maxLength: dimension });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 60 }), point, (rows, place) => {
        const points = rows.flat();
        const tree = new KdTree(points, dimension);
        const all = bruteForce(points, dimension, place, -1);
        assert.deepEqual([...tree.nearest(place, rows.length)], all);
        assert.deepEqual([...tree.nearest(place, 1)], all.slice(0, 1));
        const k = Math.ceil(rows.length / 3);
        const others = bruteForce(points, dimension, rows[0]!, 0);
        assert.deepEqual([...tree.nearest(rows[0]!, k, 0)], others.slice(0, k));
      }),
      { numRuns: 300 },
    );
  }
});

test("the unit does not matter: 1e-300 to 1e300, also mixed", () => {
  const exponent = fc.integer({ min: -300, max: 300 });
  const digits = fc.integer({ min: -999, max: 999 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(digits, digits), { minLength: 3, maxLength: 30 }),
      fc.tuple(digits, digits),
      exponent,
      (rows, place, power) => {
        // powers of two, so that scaling rounds nothing
        const unit = 2 ** Math.round(power * Math.log2(10));
        const near = new KdTree(rows.flat()).nearest(place, rows.length);
        const scaled = new KdTree(rows.flat().map((value) => value * unit));
        // whole numbers have equal distances, and so have their multiples
        const found = scaled.nearest(
          place.map((value) => value * unit),
          rows.length,
        );
        const square = (i: number) => (rows[i]![0] - place[0]) ** 2 + (rows[i]![1] - place[1]) ** 2;
        assert.deepEqual([...found].map(square), [...near].map(square));
      },
    ),
  );
  const mixed = new KdTree([1e-300, 0, 2e-300, 0, 1e300, 0, 3e-300, 0]);
  assert.deepEqual([...mixed.nearest([2.6e-300, 0], 4)], [3, 1, 0, 2]);
  assert.deepEqual([...new KdTree([-1e308, 0, 1.5e308, 0]).nearest([1e308, 0], 2)], [1, 0]);
});

test("impossible questions are refused", () => {
  const tree = new KdTree([0, 0, 1, 1]);
  assert.throws(() => tree.nearest([0, 0], 3), /3 neighbours were asked for among 2 points/);
  assert.throws(() => tree.nearest([0, 0], 2, 0), /among 1 points/);
  assert.throws(() => tree.nearest([0], 1), InputError);
  assert.throws(() => tree.nearest([0, Number.NaN], 1), InputError);
  assert.throws(() => new KdTree([1, 2, 3]), InputError);
  assert.throws(() => new KdTree([1, Number.NaN]), InputError);
});
