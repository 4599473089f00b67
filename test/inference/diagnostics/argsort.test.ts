import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { argsort } from "pml/internal/inference/diagnostics/argsort";

const value = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE),
);

test("sorts like a stable comparison sort: signs, zeros, infinities, subnormals, ties", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const expected = values
        .map((_, i) => i)
        .sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b));
      assert.deepEqual([...argsort(Float64Array.from(values))], expected);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("does not change the values", () => {
  const values = Float64Array.of(3, -1, 2);
  assert.deepEqual([...argsort(values)], [1, 2, 0]);
  assert.deepEqual([...values], [3, -1, 2]);
});
