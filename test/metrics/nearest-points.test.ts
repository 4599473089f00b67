import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { euclideanDistance } from "pml/math";
import { NearestPoints } from "pml/metrics";
import { InputError } from "pml/support";

/** The same by sorting all distances; those that cannot be squared are compared themselves. */
function sortedByDistance(
  points: readonly number[],
  dimension: number,
  place: readonly number[],
  except: number,
) {
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

test("nearest points as by sorting all, ties by index included, in few dimensions and in more than are added at once", () => {
  for (const dimension of [1, 2, 3, 40]) {
    // few distinct coordinates, so that many distances are equal
    const integer = fc.integer({ min: -3, max: 3 });
    // in many dimensions one double of 1e-200 is too many: no distance would be squared
    const coordinate =
      dimension > 3 ? integer : fc.oneof(integer, fc.double({ min: -3, max: 3, noNaN: true }));
    const point = fc.array(coordinate, { minLength: dimension, maxLength: dimension });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 60 }), point, (rows, place) => {
        const points = rows.flat();
        const search = new NearestPoints(points, dimension);
        const all = sortedByDistance(points, dimension, place, -1);
        assert.deepEqual([...search.nearest(place, rows.length)], all);
        assert.deepEqual([...search.nearest(place, 1)], all.slice(0, 1));
        const k = Math.ceil(rows.length / 3);
        const others = sortedByDistance(points, dimension, rows[0]!, 0);
        assert.deepEqual([...search.nearest(rows[0]!, k, 0)], others.slice(0, k));
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
        const near = new NearestPoints(rows.flat()).nearest(place, rows.length);
        const scaled = new NearestPoints(rows.flat().map((value) => value * unit));
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
  const mixed = new NearestPoints([1e-300, 0, 2e-300, 0, 1e300, 0, 3e-300, 0]);
  assert.deepEqual([...mixed.nearest([2.6e-300, 0], 4)], [3, 1, 0, 2]);
  assert.deepEqual([...new NearestPoints([-1e308, 0, 1.5e308, 0]).nearest([1e308, 0], 2)], [1, 0]);
});

test("impossible questions are refused", () => {
  const points = new NearestPoints([0, 0, 1, 1]);
  assert.throws(() => points.nearest([0, 0], 3), /3 neighbours were asked for among 2 points/);
  assert.throws(() => points.nearest([0, 0], 2, 0), /among 1 points/);
  assert.throws(() => points.nearest([0], 1), InputError);
  assert.throws(() => points.nearest([0, Number.NaN], 1), InputError);
  assert.throws(() => new NearestPoints([1, 2, 3]), InputError);
  assert.throws(() => new NearestPoints([1, Number.NaN]), InputError);
});
