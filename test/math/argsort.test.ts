import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { argsort } from "#internal/math/argsort";

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

test("values that share their upper 32 bits, few of them or all", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 5000, size: "max" }),
      fc.constantFrom(1, 2 ** -20, 2 ** -45),
      (steps, size) => {
        for (const sign of [1, -1]) {
          const values = Float64Array.from(steps, (step) => sign * (1 + step * size));
          const expected = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
          assert.deepEqual([...argsort(values)], expected);
        }
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});

test("does not change the values", () => {
  const values = Float64Array.of(3, -1, 2);
  assert.deepEqual([...argsort(values)], [1, 2, 0]);
  assert.deepEqual([...values], [3, -1, 2]);
});
