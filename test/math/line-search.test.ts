import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LogDensity } from "pml/math";
import { lineSearch } from "#internal/math/line-search";

/** Two humps of different width and height along a line. */
const humps: LogDensity = {
  dimension: 1,
  logDensityAndGradient(position, gradient) {
    const x = position[0]!;
    const [a, b] = [Math.exp(-0.5 * (x - 2) ** 2), 2 * Math.exp(-0.5 * ((x - 6) / 0.3) ** 2)];
    gradient[0] = -a * (x - 2) - (b * (x - 6)) / 0.09;
    return a + b;
  },
};

test("the strong Wolfe conditions hold, whatever the length of the direction", () => {
  fc.assert(
    fc.property(fc.double({ min: -4, max: 4, noNaN: true }), (logLength) => {
      const direction = Float64Array.of(10 ** logLength);
      const gradient = new Float64Array(1);
      const start = Float64Array.of(0.5);
      const before = humps.logDensityAndGradient(start, gradient);
      const slope = gradient[0]! * direction[0]!;
      const found = lineSearch(humps, start, direction, before, gradient.slice());
      assert.ok(found.position !== null);
      const length = (found.position[0]! - 0.5) / direction[0]!;
      assert.ok(found.logDensity >= before + 1e-4 * length * slope);
      assert.ok(Math.abs(found.gradient[0]! * direction[0]!) <= 0.9 * slope);
    }),
  );
});

test("no better point along the direction: none is returned", () => {
  const gradient = new Float64Array(1);
  const before = humps.logDensityAndGradient(Float64Array.of(4), gradient);
  const uphill = -Math.sign(gradient[0]!);
  const lie = Float64Array.of(uphill);
  assert.equal(lineSearch(humps, Float64Array.of(4), lie, before + 10, lie).position, null);
});

test("on a slope without end the search stops after its last evaluation, at the best point", () => {
  let calls = 0;
  const slope: LogDensity = {
    dimension: 1,
    logDensityAndGradient(position, gradient) {
      calls++;
      gradient[0] = 1;
      return position[0]!;
    },
  };
  const one = Float64Array.of(1);
  const { evaluations, position } = lineSearch(slope, Float64Array.of(0), one, 0, one);
  assert.equal(evaluations, calls);
  assert.equal(evaluations, 40);
  // every trial is twice as long
  assert.deepEqual(position, Float64Array.of(2 ** (calls - 1)));
});
