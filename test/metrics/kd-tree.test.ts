import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { KdTree } from "pml/metrics";
import { InputError } from "pml/support";

/** The same by looking at every point. */
function bruteForce(points: readonly number[], dimension: number, place: readonly number[], except: number) {
  return Array.from({ length: points.length / dimension }, (_, index) => ({
    index,
    distance: place.reduce((sum, value, d) => sum + (value - points[index * dimension + d]!) ** 2, 0),
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

test("impossible questions are refused", () => {
  const tree = new KdTree([0, 0, 1, 1]);
  assert.throws(() => tree.nearest([0, 0], 3), /3 neighbours were asked for among 2 points/);
  assert.throws(() => tree.nearest([0, 0], 2, 0), /among 1 points/);
  assert.throws(() => tree.nearest([0], 1), InputError);
  assert.throws(() => tree.nearest([0, Number.NaN], 1), InputError);
  assert.throws(() => new KdTree([1, 2, 3]), InputError);
  assert.throws(() => new KdTree([1, Number.NaN]), InputError);
});
