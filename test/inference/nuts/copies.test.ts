import assert from "node:assert/strict";
import { test } from "node:test";
import { Copies } from "#internal/inference/nuts/copies";

test("copies hold what was copied, however many follow and whatever is written to them", () => {
  for (const length of [1, 3, 10, 5000]) {
    const copies = new Copies(length);
    const count = Math.ceil(5000 / length) + 2; // more than one buffer
    const made = Array.from({ length: count }, (_, k) =>
      copies.of(Float64Array.from({ length }, (_, i) => 1000 * k + i)),
    );
    made[1]!.fill(-1);
    for (const [k, copy] of made.entries())
      assert.deepEqual(
        copy,
        Float64Array.from({ length }, (_, i) => (k === 1 ? -1 : 1000 * k + i)),
      );
  }
});
