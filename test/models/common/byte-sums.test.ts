import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { ByteSums, columnsByUse, mostSummedRows } from "#internal/models/common/byte-sums";

const columns = 150;

/** Bytes two thirds of which are 0. */
function sparseBytes(rows: number, seed: number): Uint8Array {
  const random = Random.from(seed);
  return Uint8Array.from({ length: rows * columns }, () =>
    random.integer(3) === 0 ? random.integer(256) : 0,
  );
}

const all = (count: number) => Int32Array.from({ length: count }, (_, row) => row);

function summed(values: Uint8Array, indices: Int32Array, order = columnsByUse(values, columns)): ByteSums {
  const sums = new ByteSums(order);
  sums.change(values, indices, 1);
  return sums;
}

/** The same in whole numbers without an upper end. */
function reference(values: Uint8Array, indices: Int32Array) {
  const rows = Array.from(indices, (row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), BigInt),
  );
  const totals = Array.from({ length: columns }, (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0n));
  const centred = Array.from({ length: columns ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    const products = rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0n);
    return Number(BigInt(rows.length) * products - totals[i]! * totals[j]!);
  });
  return { totals: totals.map(Number), centred };
}

test("sums, and products about the mean, are right to the last unit", () => {
  const values = sparseBytes(600, 1);
  const sums = summed(values, all(600));
  const { totals, centred } = reference(values, all(600));
  assert.equal(sums.count, 600);
  assert.deepEqual([...sums.totals()], totals);
  assert.deepEqual([...sums.centredProducts(1)], centred);
  assert.deepEqual(
    [...sums.centredProducts(8)],
    centred.map((entry) => entry / 8),
  );
});

test("rows taken out leave no trace, whatever the order of rows and columns", () => {
  const values = sparseBytes(700, 2);
  const kept = all(700).filter((row) => row % 3 > 0);
  const gone = all(700).filter((row) => row % 3 === 0);
  const changed = summed(values, all(700));
  changed.change(values, gone, -1);
  const direct = summed(values, Int32Array.from(kept).reverse(), Uint32Array.from(all(columns)));
  assert.equal(changed.count, kept.length);
  assert.deepEqual(changed.totals(), direct.totals());
  assert.deepEqual(changed.centredProducts(1), direct.centredProducts(1));
  changed.change(values, kept, -1);
  assert.equal(changed.count, 0);
  assert.ok(changed.totals().every((total) => total === 0));
  assert.ok(changed.centredProducts(1).every((product) => product === 0));
});

test("of more rows than one batch takes: the same rows thirty times have thirty times the sums", () => {
  const values = sparseBytes(300, 3);
  const { totals, centred } = reference(values, all(300));
  const repeated = Int32Array.from({ length: 9000 }, (_, i) => i % 300);
  const sums = summed(values, repeated);
  assert.deepEqual(
    [...sums.totals()],
    totals.map((total) => 30 * total),
  );
  assert.deepEqual(
    [...sums.centredProducts(900)],
    centred.map((entry) => (900 * entry) / 900),
  );
});

test("columns that are seldom above 0 come first", () => {
  const values = Uint8Array.of(1, 0, 9, 0, 1, 0, 9, 9, 2, 0, 0, 9);
  assert.deepEqual([...columnsByUse(values, 4)], [1, 2, 3, 0]);
});

test("so many rows of 255 may be summed up that the product of their number and their sum is a safe integer", () => {
  assert.ok(mostSummedRows ** 2 * 255 ** 2 <= 2 ** 53);
  assert.ok((mostSummedRows + 1) ** 2 * 255 ** 2 > 2 ** 53);
});
