import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { orthogonalTriangle } from "pml/math";
import { Random } from "pml/random";

/** Columns of normal numbers. */
function randomColumns(random: Random, rows: number, columns: number): Float64Array[] {
  return Array.from({ length: columns }, () => random.fillNormal(new Float64Array(rows)));
}

const product = (columns: readonly Float64Array[], b: Float64Array): Float64Array =>
  Float64Array.from({ length: columns[0]!.length }, (_, i) =>
    columns.reduce((sum, column, k) => sum + column[i]! * b[k]!, 0),
  );

const lengthOf = (values: Float64Array): number => Math.hypot(...values);

test("the triangle keeps the length of every combination of the columns, and nothing stands below its diagonal", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 40 }),
      (seed, size, more) => {
        const random = Random.from(seed);
        const columns = randomColumns(random, size + more, size);
        const kept = columns.map((column) => column.slice());
        const triangle = orthogonalTriangle(columns);
        assert.deepEqual(columns, kept, "the columns are kept");
        assert.equal(triangle.length, size);
        triangle.forEach((column, k) => {
          assert.equal(column.length, size);
          assert.ok(column.subarray(k + 1).every((entry) => entry === 0));
        });
        for (let round = 0; round < 3; round++) {
          const b = random.fillNormal(new Float64Array(size));
          const [asked, found] = [lengthOf(product(columns, b)), lengthOf(product(triangle, b))];
          const most = Math.max(...columns.map((column, k) => Math.abs(b[k]!) * lengthOf(column)));
          assert.ok(Math.abs(found - asked) <= 1e-14 * size * most, `${found} for ${asked}`);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("columns that depend on each other, zeros and numbers near the ends of the range", () => {
  const random = Random.from(4);
  const [one, other] = randomColumns(random, 30, 2) as [Float64Array, Float64Array];
  const sum = one.map((value, i) => value + other[i]!);
  const triangle = orthogonalTriangle([one, other, sum, new Float64Array(30)]);
  assert.ok(Math.abs(triangle[2]![2]!) < 1e-14);
  assert.ok(lengthOf(product(triangle, Float64Array.of(1, 1, -1, 7))) < 1e-13);
  for (const scale of [1e-200, 1e200]) {
    const scaled = orthogonalTriangle([one.map((value) => value * scale), other]);
    assert.ok(Math.abs(Math.abs(scaled[0]![0]!) / scale / lengthOf(one) - 1) < 1e-14);
  }
});
