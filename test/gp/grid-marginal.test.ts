import assert from "node:assert/strict";
import { test } from "node:test";
import { GridMarginal } from "pml/gp";
import { normalCdf, normalLogDensity, normalQuantile } from "pml/math";
import { assertClose } from "../support/close.js";

const step = 0.1;
const standardNormal = new GridMarginal(
  -12,
  step,
  Float64Array.from({ length: 241 }, (_, i) => Math.exp(normalLogDensity(-12 + i * step))),
);

test("distribution function, quantiles and density of a normal", () => {
  for (const u of [-5, -2.03, -0.5, 0, 0.017, 1.234, 3, 6])
    assertClose(
      [standardNormal.cdf(u), standardNormal.density(u)],
      [normalCdf(u), Math.exp(normalLogDensity(u))],
      1e-12,
    );
  for (const p of [1e-6, 0.025, 0.3, 0.5, 0.77, 0.999])
    assertClose(standardNormal.quantile(p), normalQuantile(p), 1e-9);
  assert.deepEqual([standardNormal.cdf(-13), standardNormal.cdf(13), standardNormal.density(13)], [0, 1, 0]);
});

test("shortest intervals: symmetric for the normal, shifted for its exponential", () => {
  const symmetric = standardNormal.shortestInterval(
    0.95,
    (u) => u,
    () => 1,
  );
  assertClose([symmetric.lower, symmetric.upper], [-1.959963984540054, 1.959963984540054], 1e-7);
  // the log-normal's interval: equal densities, exp(-u^2 / 2 - u), so ends symmetric about -1
  const { lower, upper } = standardNormal.shortestInterval(0.9, Math.exp, Math.exp);
  assertClose(Math.log(lower) + Math.log(upper), -2, 1e-7);
  assertClose(normalCdf(Math.log(upper)) - normalCdf(Math.log(lower)), 0.9, 1e-9);
});

test("a falling density: the shortest interval begins at its lower end", () => {
  const halfNormal = new GridMarginal(
    -30,
    0.02,
    // density of u = ln x for half-normal x
    Float64Array.from({ length: 1701 }, (_, i) => {
      const u = -30 + i * 0.02;
      return 2 * Math.exp(normalLogDensity(Math.exp(u)) + u);
    }),
  );
  const { lower, upper } = halfNormal.shortestInterval(0.95, Math.exp, Math.exp);
  assert.ok(lower < 1e-6);
  assertClose(upper, normalQuantile(0.975), 1e-6);
});

test("probabilities and masses outside their range are refused", () => {
  assert.throws(() => standardNormal.quantile(-0.1), /p must be in/);
  for (const mass of [0, 1, Number.NaN])
    assert.throws(
      () =>
        standardNormal.shortestInterval(
          mass,
          (u) => u,
          () => 1,
        ),
      /mass/,
    );
});

test("no quantile beyond 1 or of NaN; that of 1/2 is the median", () => {
  for (const p of [1 + 1e-12, 1.5, Number.NaN])
    assert.throws(() => standardNormal.quantile(p), /p must be in/);
  assertClose(standardNormal.quantile(0.5), 0, 1e-12);
});
