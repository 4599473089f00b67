import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  normalCdf,
  normalKl,
  normalLogCdf,
  normalLogDensity,
  normalLogUpperTail,
  normalQuantile,
  normalUpperTail,
} from "pml/math";
import { InputError } from "pml/support";
import { assertClose } from "../support/close.js";

function assertRelative(actual: number, expected: number, tolerance: number, what = "value"): void {
  const error = Math.abs(actual - expected);
  assert.ok(error <= tolerance * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

// mpmath 1.3.0, 400 digits: erfc(-z/sqrt(2))/2 and its logarithm
const distribution: readonly (readonly [number, number, number])[] = [
  [-30, 4.906713927148187e-198, -454.3212439563432],
  [-8, 6.220960574271784e-16, -35.01343715991455],
  [-2.5, 0.006209665325776135, -5.08164827727869],
  [-1.5, 0.06680720126885807, -2.7059444008238898],
  [-1.4999, 0.0668201539998336, -2.7057505373594806],
  [-0.001, 0.49960105778608893, -0.6939453834669652],
  [0.7, 0.758036347776927, -0.2770239422771313],
  [1.6, 0.945200708300442, -0.0563579843039837],
  [3, 0.9986501019683699, -0.0013508099647481938],
];

test("distribution function and its logarithm, on both sides of where the formulas change", () => {
  for (const [z, cdf, logCdf] of distribution) {
    assertRelative(normalCdf(z), cdf, 1e-14, `cdf(${z})`);
    assertRelative(normalUpperTail(-z), cdf, 1e-14, `upper tail(${-z})`);
    assertRelative(normalLogCdf(z), logCdf, 1e-14, `log cdf(${z})`);
    assertRelative(normalLogUpperTail(3 - 2 * z, 3, 2), logCdf, 1e-13, `log upper tail(${z})`);
  }
});

test("far tails: the logarithm goes on where the probability has underflown", () => {
  // mpmath: asymptotic series at -100 and -1000
  assertRelative(normalLogCdf(-100), -5005.524208694205, 1e-15);
  assertRelative(normalLogCdf(-1000), -500007.82669481216, 1e-15);
  assert.deepEqual([normalCdf(-50), normalUpperTail(-50), normalCdf(50)], [0, 1, 1]);
  assert.equal(normalLogCdf(Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY);
  assert.deepEqual([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)], [0, 1]);
  assert.ok(Number.isNaN(normalCdf(Number.NaN)) && Number.isNaN(normalLogCdf(Number.NaN)));
});

test("the density is the derivative of the distribution function", () => {
  for (let z = -6; z <= 6; z += 0.37) {
    const h = 1e-4;
    const slope = (normalCdf(z + h) - normalCdf(z - h)) / (2 * h);
    assertClose(slope, Math.exp(normalLogDensity(z)), 1e-8, `slope at ${z}`);
  }
  assertRelative(normalLogDensity(5, 1, 2), -0.5 * 4 - Math.log(2) - 0.5 * Math.log(2 * Math.PI), 1e-15);
});

test("the quantile inverts the distribution function from one tail to the other", () => {
  fc.assert(
    fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (z) => {
      const p = normalCdf(z);
      // what a rounding of p does to z: eps p / density
      const conditioning = (2 ** -52 * p) / Math.exp(normalLogDensity(z));
      assert.ok(Math.abs(normalQuantile(p) - z) <= 1e-14 * Math.abs(z) + 4 * conditioning, `z = ${z}`);
    }),
    { numRuns: 2000 },
  );
});

test("quantiles: known values, near one half, the smallest double, the ends", () => {
  // mpmath 1.3.0, 50 digits
  assertRelative(normalQuantile(0.975), 1.9599639845400545, 1e-15);
  assertRelative(normalQuantile(1e-300), -37.0470962993612, 1e-15);
  assertRelative(normalQuantile(0.5 + 2 ** -50), Math.sqrt(2 * Math.PI) * 2 ** -50, 1e-15);
  assertClose(normalQuantile(5e-324), -38.4674056171443, 1e-13);
  assert.deepEqual(
    [normalQuantile(0), normalQuantile(0.5), normalQuantile(1)],
    [Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY],
  );
  assertClose(normalQuantile(0.975, 10, 3), 10 + 3 * 1.9599639845400545, 1e-15);
  for (const p of [-1e-9, 1.1, Number.NaN]) assert.throws(() => normalQuantile(p), InputError);
});

test("quantiles rise and are antisymmetric", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 20 - 2 }), (k) => {
      const p = k / 2 ** 20;
      assertClose(normalQuantile(1 - p), -normalQuantile(p), 1e-14);
      assert.ok(normalQuantile(p + 2 ** -20) > normalQuantile(p));
    }),
  );
});

test("Kullback-Leibler divergence: closed forms, never negative, digits kept for nearly equal distributions", () => {
  assertRelative(normalKl(0.5, 0.2, 0, 1), 1.2544379124341003, 1e-14); // mpmath 1.3.0
  assert.equal(normalKl(3, 2, 3, 2), 0);
  assertClose(normalKl(1, 2, 4, 2), 9 / 8, 1e-15);
  // KL(N(0, (1 + d)^2) || N(0, 1)) = d^2 - d^3/3 + ...
  const d = 2 ** -30;
  assertRelative(normalKl(0, 1 + d, 0, 1), d * d * (1 - d / 3), 1e-14);
  assertRelative(normalKl(0, 1e-8, 0, 1), Math.log(1e8) - 0.5 + 0.5e-16, 1e-15);
  assertRelative(normalKl(0, 1.2, 0, 1), 0.72 - 0.5 - Math.log(1.2), 1e-14);
  const sd = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  fc.assert(fc.property(sd, sd, (a, b) => assert.ok(normalKl(0, a, 0, b) >= 0)));
});

test("the divergence is the mean log-ratio of the densities", () => {
  const [mean1, sd1, mean2, sd2] = [-1, 0.8, 0.5, 1.7] as const;
  let integral = 0;
  const h = 0.001;
  for (let x = mean1 - 12 * sd1; x < mean1 + 12 * sd1; x += h) {
    const log1 = normalLogDensity(x, mean1, sd1);
    integral += h * Math.exp(log1) * (log1 - normalLogDensity(x, mean2, sd2));
  }
  assertClose(normalKl(mean1, sd1, mean2, sd2), integral, 1e-10);
});
