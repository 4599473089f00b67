import assert from "node:assert/strict";
import { test } from "node:test";
import { pooled } from "#internal/studies/latent-tree/pooled";

test("blocks are means, in the order of the image, and blocks of one pixel the pixels", () => {
  const size = { rows: 2, columns: 4 };
  const values = [0, 2, 4, 4, 6, 8, 0, 0, 1, 1, 1, 1, 1, 1, 1, 5];
  assert.deepEqual(Array.from(pooled(values, size, 2)), [4, 2, 1, 2]);
  assert.deepEqual(Array.from(pooled(values, size, 1)), values);
  assert.throws(() => pooled(values, size, 4), /blocks of 4 do not fill 2 x 4/);
});
