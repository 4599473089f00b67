import assert from "node:assert/strict";
import { test } from "node:test";
import { byteProducts, mostExactRows } from "pml/internal/models/byte-products";
import { Random } from "pml/random";

test("sums of products of as many of the largest bytes as allowed are exact to the last unit", () => {
  const random = Random.from(1);
  const columns = 70;
  // in every column 255 or, one time in four, 254: odd sums next to 2^24
  const bytes = Uint8Array.from({ length: mostExactRows * columns }, () =>
    random.integer(4) === 0 ? 254 : 255,
  );
  const width = 3;
  const expected = new Float64Array(columns * width);
  for (let row = 0; row < mostExactRows; row++) {
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < width; j++)
        expected[i * width + j]! += bytes[row * columns + i]! * bytes[row * columns + j]!;
    }
  }
  assert.deepEqual(Float64Array.from(byteProducts(bytes, columns, width)), expected);
  const largest = byteProducts(new Uint8Array(mostExactRows * 2).fill(255), 2, 2);
  assert.deepEqual([...largest], new Array(4).fill(mostExactRows * 255 ** 2));
  assert.ok((mostExactRows + 1) * 255 ** 2 > 2 ** 24);
});
