import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkGradient, compareGradient } from "pml/inference";
import type { LogDensity } from "pml/math";
import { InputError } from "pml/support";
import { equicorrelated } from "./targets/normals.js";

/** A density whose gradient is spoilt in one coordinate. */
function spoilt(density: LogDensity, coordinate: number, spoil: (entry: number) => number): LogDensity {
  return {
    dimension: density.dimension,
    logDensityAndGradient(position, gradient) {
      const logDensity = density.logDensityAndGradient(position, gradient);
      gradient[coordinate] = spoil(gradient[coordinate]!);
      return logDensity;
    },
  };
}

const right = equicorrelated(4, 0.7);
const position = [0.3, -1.2, 2, 0.1];

test("a right gradient passes, wherever it is checked", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (x) => {
        assert.deepEqual(compareGradient(right, x).wrong, []);
      },
    ),
    { seed: 1 },
  );
});

test("a sign error is found in its coordinate and named as such", () => {
  assert.throws(
    () =>
      checkGradient(
        spoilt(right, 2, (entry) => -entry),
        position,
      ),
    (error: unknown) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^checkGradient: coordinate 2: gradient .*, the sign is wrong$/);
      const [wrong, ...others] = error.details.wrong as {
        coordinate: number;
        error: number;
        difference: number;
      }[];
      assert.equal(others.length, 0);
      assert.equal(wrong!.coordinate, 2);
      assert.ok(Math.abs(wrong!.error - 2 * Math.abs(wrong!.difference)) < 1e-6);
      return true;
    },
  );
});

test("a factor of 2, a missing entry and an error of 1e-5 are found", () => {
  assert.throws(
    () =>
      checkGradient(
        spoilt(right, 0, (entry) => 2 * entry),
        position,
      ),
    /2 times too large/,
  );
  assert.throws(
    () =>
      checkGradient(
        spoilt(right, 3, () => Number.NaN),
        position,
      ),
    /never written/,
  );
  const off = compareGradient(
    spoilt(right, 1, (entry) => entry + 1e-4),
    position,
  );
  assert.deepEqual(
    off.wrong.map(({ coordinate }) => coordinate),
    [1],
  );
});

test("steep and large log densities do not raise false alarms", () => {
  const steep: LogDensity = {
    dimension: 1,
    logDensityAndGradient([x], gradient) {
      gradient[0] = -2e6 * (x! - 1);
      return -1e6 * (x! - 1) ** 2 - 1e5;
    },
  };
  assert.deepEqual(compareGradient(steep, [1.5]).wrong, []);
});

test("a position of the wrong length or outside the support is refused", () => {
  assert.throws(() => checkGradient(right, [1, 2]), /position must have length 4, got 2/);
  const nowhere: LogDensity = { dimension: 1, logDensityAndGradient: () => -Infinity };
  assert.throws(() => checkGradient(nowhere, [0]), /log density at the position is -Infinity/);
});

test("where the slope changes fast, extrapolation keeps six digits, and a thousandth too much is still found", () => {
  // central differences alone are off by 6e-4 here
  const waves = (factor: number): LogDensity => ({
    dimension: 1,
    logDensityAndGradient([x], gradient) {
      gradient[0] = factor * 1e4 * Math.cos(1e4 * x!);
      return Math.sin(1e4 * x!);
    },
  });
  const [found] = compareGradient(waves(2), [0.3]).wrong;
  assert.ok(Math.abs(found!.difference / (1e4 * Math.cos(3000)) - 1) < 1e-6, `${found!.difference}`);
  assert.deepEqual(compareGradient(waves(1), [0.3]).wrong, []);
  assert.equal(compareGradient(waves(1.001), [0.3]).wrong.length, 1);
});
