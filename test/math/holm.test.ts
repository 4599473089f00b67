import assert from "node:assert/strict";
import { test } from "node:test";
import { holm } from "pml/math";
import { assertClose } from "../support/close.js";

test("Holm's adjustment by hand: the smallest times m, the next times m - 1, never falling, at most 1", () => {
  assertClose(
    Float64Array.from(holm([0.04, 0.01, 0.03, 0.5])),
    Float64Array.of(0.09, 0.04, 0.09, 0.5),
    1e-14,
  );
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([]), []);
  assert.throws(() => holm([1.2]), /holm: a p-value/);
});
