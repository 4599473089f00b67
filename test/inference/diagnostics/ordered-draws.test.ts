import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quantileOfSorted, quantiles } from "pml/math";
import { orderDistances, orderDraws } from "#internal/inference/diagnostics/ordered-draws";

const draws = fc
  .array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -3, max: 3 })), {
    minLength: 1,
    maxLength: 200,
  })
  .map((values) => Float64Array.from(values));

test("distances from a centre inside or outside the draws come in ascending order, each with its place", () => {
  fc.assert(
    fc.property(draws, fc.double({ min: -2e6, max: 2e6, noNaN: true }), fc.boolean(), (x, far, inside) => {
      const ordered = orderDraws(x);
      const centre = inside ? quantileOfSorted(ordered.sorted, 0.5) : far;
      const { sorted, order } = orderDistances(ordered, centre);
      assert.deepEqual(sorted, x.map((value) => Math.abs(value - centre)).sort());
      assert.deepEqual(
        sorted,
        Float64Array.from(order, (place) => Math.abs(x[place]! - centre)),
      );
      assert.deepEqual(order.slice().sort(), Uint32Array.from(x.keys()));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("quantiles of ordered draws are those of the draws, to the last bit", () => {
  const probabilities = [0, 0.05, 0.3, 0.5, 0.95, 1];
  fc.assert(
    fc.property(draws, (x) => {
      const { sorted } = orderDraws(x);
      assert.deepEqual(
        probabilities.map((p) => quantileOfSorted(sorted, p)),
        quantiles(x, probabilities),
      );
    }),
    { seed: 1 },
  );
});

test("no draws and probabilities outside [0, 1] are refused", () => {
  assert.throws(() => quantileOfSorted(new Float64Array(0), 0.5), /at least one value/);
  assert.throws(() => quantileOfSorted(Float64Array.of(1), 1.1), /must be in \[0, 1\], got 1.1/);
});
