import assert from "node:assert/strict";
import { test } from "node:test";
import { byteMoments, weightedMoments } from "pml/densities";
import { Random } from "pml/random";

const dimension = 5;
const random = Random.from(1);
// the middle column is 0 everywhere, the last in the counted rows alone
const values = Uint8Array.from({ length: 40 * dimension }, (_, p) => {
  const [row, column] = [Math.floor(p / dimension), p % dimension];
  return column === 2 || (column === 4 && row < 30) ? 0 : random.integer(256);
});
const rows = Array.from({ length: 30 }, (_, i) => i);
const besides = Array.from({ length: 10 }, (_, i) => 30 + i);

test("sums and sums of products are those of the rows", () => {
  const { columns, sums, products, count } = byteMoments({ values, dimension }, rows, besides);
  assert.equal(count, 30);
  assert.deepEqual([...columns], [0, 1, 3, 4]);
  for (let a = 0, place = 0; a < 4; a++) {
    const of = (row: number, i: number) => values[row * dimension + columns[i]!]!;
    assert.equal(
      sums[a],
      rows.reduce((sum, row) => sum + of(row, a), 0),
    );
    for (let b = 0; b <= a; b++, place++)
      assert.equal(
        products[place],
        rows.reduce((sum, row) => sum + of(row, a) * of(row, b), 0),
      );
  }
});

test("moments of rows and shares of rows are those by their definition", () => {
  const shares = besides.map((_, i) => (i + 1) / 11);
  const shared = values.subarray(30 * dimension);
  const { weight, mean, covariance } = weightedMoments(byteMoments({ values, dimension }, rows, besides), {
    values: shared,
    dimension,
    shares,
  });
  const all = Array.from({ length: 40 }, (_, row) => ({ row, share: row < 30 ? 1 : shares[row - 30]! }));
  const total = all.reduce((sum, { share }) => sum + share, 0);
  assert.ok(Math.abs(weight - total) < 1e-12);
  const average = (of: (row: number) => number) =>
    all.reduce((sum, { row, share }) => sum + share * of(row), 0) / total;
  const meanOf = (j: number) => average((row) => values[row * dimension + j]!);
  for (let j = 0; j < dimension; j++) assert.ok(Math.abs(mean[j]! - meanOf(j)) < 1e-11);
  const columns = [0, 1, 3, 4];
  for (const [a, i] of columns.entries())
    for (const [b, j] of columns.slice(0, a + 1).entries()) {
      const expected = average(
        (row) => (values[row * dimension + i]! - meanOf(i)) * (values[row * dimension + j]! - meanOf(j)),
      );
      assert.ok(Math.abs(covariance[4 * a + b]! - expected) < 1e-10 * 255 ** 2, `${i}, ${j}`);
    }
});

test("a component without a row of its own has the moments of its shares", () => {
  const moments = byteMoments({ values, dimension }, [], [30, 31]);
  const shared = { values: values.subarray(30 * dimension, 32 * dimension), dimension, shares: [0.5, 0.5] };
  const { weight, mean } = weightedMoments(moments, shared);
  assert.equal(weight, 1);
  assert.equal(mean[0], (values[30 * dimension]! + values[31 * dimension]!) / 2);
  assert.throws(() => weightedMoments(moments, { ...shared, shares: [1] }), /values/);
});

test("more rows than sums have room for are refused", () => {
  const many = Array.from({ length: 66_052 }, () => 0);
  assert.throws(() => byteMoments({ values, dimension }, many), /takes 66051 rows at most, got 66052/);
});
