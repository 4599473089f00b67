import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { byteProducts, mostExactRows } from "#internal/models/common/byte-products";

/** In every column 255 or, one time in four, 254: odd sums next to 2^24 in every part. */
function largeBytes(rows: number, columns: number): Uint8Array {
  const random = Random.from(1);
  return Uint8Array.from({ length: rows * columns }, () => (random.integer(4) === 0 ? 254 : 255));
}

function reference(bytes: Uint8Array, columns: number, width: number): Int32Array {
  const sums = new Float64Array(columns * width);
  for (let start = 0; start < bytes.length; start += columns)
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < width; j++) sums[i * width + j]! += bytes[start + i]! * bytes[start + j]!;
  return Int32Array.from(sums);
}

// 258 rows are one part, 259 two, the second with a row of padding less or more
for (const rows of [1, 258, 259, 260, 1000, 2071]) {
  test(`sums of products of ${rows} rows of the largest bytes are exact to the last unit`, () => {
    const bytes = largeBytes(rows, 70);
    assert.deepEqual(byteProducts(bytes, 70, 3), reference(bytes, 70, 3));
  });
}

test("as many rows of 255 as allowed are summed exactly, and one part more would not fit", () => {
  const largest = byteProducts(new Uint8Array(mostExactRows * 2).fill(255), 2, 2);
  assert.deepEqual([...largest], new Array(4).fill(mostExactRows * 255 ** 2));
  assert.ok(mostExactRows * 255 ** 2 < 2 ** 31);
  assert.ok((mostExactRows + 2 * 258) * 255 ** 2 > 2 ** 31);
});
