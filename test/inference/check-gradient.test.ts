import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkGradient, compareGradient } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
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

/** The log density of n normal values given the means of their groups, its terms added one after the other to an offset. */
function longSum(n: number, dimension: number, seed: number, offset = 0, factor = 1): LogDensity {
  const values = Random.from(seed).fillNormal(new Float64Array(n));
  return {
    dimension,
    logDensityAndGradient(means, gradient) {
      gradient.fill(0);
      let sum = offset;
      values.forEach((value, i) => {
        const error = value - means[i % dimension]!;
        sum += -0.5 * error * error - 0.5 * Math.log(2 * Math.PI);
        gradient[i % dimension] = gradient[i % dimension]! + factor * error;
      });
      return sum;
    },
  };
}

test("sums of thousands of terms raise no false alarm, however large the value, and an error is still found", () => {
  const from = (dimension: number, seed: number) =>
    Random.from("at").split(seed).fillNormal(new Float64Array(dimension));
  fc.assert(
    fc.property(
      fc.constantFrom(100, 5000, 20_000),
      fc.constantFrom(1, 2, 30),
      fc.constantFrom(0, 1e4, -1e6, 1e8),
      fc.nat({ max: 1e6 }),
      (terms, dimension, offset, seed) => {
        assert.deepEqual(
          compareGradient(longSum(terms, dimension, seed, offset), from(dimension, seed)).wrong,
          [],
        );
      },
    ),
    { seed: 1, numRuns: 40 },
  );
  for (let seed = 0; seed < 20; seed++)
    assert.equal(
      compareGradient(longSum(5000, 2, seed, 0, 1 + 1e-4), from(2, seed)).wrong.length,
      2,
      `seed ${seed}`,
    );
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
