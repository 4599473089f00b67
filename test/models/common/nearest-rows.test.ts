import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestNeighbourTest, nearestRows } from "pml/models";
import { Random } from "pml/random";

const columns = 3;
const normals = (count: number, seed: number, shift = 0) => ({
  values: Random.from(seed)
    .fillNormal(new Float64Array(count * columns))
    .map((value) => value + shift),
  columns,
});
const squared = (a: Float64Array, i: number, b: Float64Array, j: number) =>
  Array.from({ length: columns }, (_, c) => (a[i * columns + c]! - b[j * columns + c]!) ** 2).reduce(
    (sum, square) => sum + square,
    0,
  );

test("every query's nearest row, as found one pair at a time, across the borders of the portions", async () => {
  const queries = normals(1205, 1);
  const rows = normals(4310, 2, 50);
  const { indices, distances } = await nearestRows(queries, rows);
  for (const query of [0, 1, 999, 1000, 1204]) {
    const all = Array.from({ length: 4310 }, (_, row) => squared(queries.values, query, rows.values, row));
    const least = Math.min(...all);
    assert.equal(indices[query], all.indexOf(least));
    assert.ok(Math.abs(distances[query]! - Math.sqrt(least)) < 1e-9);
  }
});

test("left out, none is its own neighbour; a copy is, at distance 0", async () => {
  const bytes = { values: Uint8Array.of(7, 0, 0, 9, 9, 9, 7, 0, 0, 7, 0, 0), columns, divisor: 255 };
  const { indices, distances } = await nearestRows(bytes, bytes, { leaveOneOut: true });
  assert.deepEqual([...indices], [2, 0, 0, 0]);
  assert.equal(distances[0], 0);
  assert.ok(Math.abs(distances[1]! - Math.sqrt(4 + 81 + 81) / 255) < 1e-12);
});

test("sets of one distribution are told apart half of the time, distant ones always, a copy never", async () => {
  const same = await nearestNeighbourTest(normals(1500, 3), normals(1500, 4));
  assert.ok(Math.abs(same.accuracy - 0.5) < 4 * same.standardError, `${same.accuracy}`);
  assert.ok(same.standardError > 0.009 && same.standardError < 0.0092);
  const apart = await nearestNeighbourTest(normals(100, 3), normals(100, 4, 30));
  assert.deepEqual([apart.accuracy, apart.onFirst, apart.onSecond, apart.count], [1, 1, 1, 200]);
  const copy = await nearestNeighbourTest(normals(100, 3), normals(100, 3));
  assert.equal(copy.accuracy, 0);
  // a narrow cloud within a wide one: the narrow is recognised, the wide is where they overlap not
  const narrow = { values: normals(400, 5).values.map((value) => value / 10), columns };
  const inside = await nearestNeighbourTest(narrow, normals(400, 6));
  assert.ok(inside.onFirst > 0.9 && inside.onSecond > inside.onFirst - 0.1);
});

test("sets and shapes that do not fit are refused by name", async () => {
  const other = { values: new Float64Array(8), columns: 4 };
  await assert.rejects(nearestRows(normals(2, 1), other), /nearestRows: the model has 4 columns|nearestRows/);
  await assert.rejects(
    nearestRows(normals(2, 1), normals(3, 1), { leaveOneOut: true }),
    /got 2 queries and 3 rows/,
  );
  await assert.rejects(nearestNeighbourTest(normals(2, 1), normals(3, 1)), /same size.*got 2 and 3/);
});
