import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { betaCdf, betaQuantile } from "#internal/math/incomplete-beta";
import { logGamma } from "#internal/math/log-gamma";
import { assertClose } from "../support/close.js";

test("ln Gamma: factorials, the half, and Legendre's duplication", () => {
  let logFactorial = 0;
  for (let n = 1; n <= 60; n++) {
    assertClose(logGamma(n), logFactorial, 1e-14, `ln Gamma(${n})`);
    logFactorial += Math.log(n);
  }
  assertClose(logGamma(0.5), 0.5 * Math.log(Math.PI), 1e-14);
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (x) => {
      const doubled = (2 * x - 1) * Math.LN2 - 0.5 * Math.log(Math.PI) + logGamma(x) + logGamma(x + 0.5);
      assertClose(logGamma(2 * x), doubled, 1e-13);
    }),
    { seed: 1 },
  );
});

test("the cdf has its closed forms: powers, the arcsine law, a binomial tail", () => {
  for (const x of [1e-9, 0.1, 0.5, 0.9, 0.999]) {
    assertClose(betaCdf(x, 3.5, 1), x ** 3.5, 1e-14);
    assertClose(betaCdf(x, 1, 4), 1 - (1 - x) ** 4, 1e-14);
    assertClose(betaCdf(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)), 1e-13);
    // P(Binomial(5, x) >= 2) = I_x(2, 4)
    assertClose(betaCdf(x, 2, 4), 1 - (1 - x) ** 5 - 5 * x * (1 - x) ** 4, 1e-14);
  }
  assert.equal(betaCdf(0, 2, 3), 0);
  assert.equal(betaCdf(1, 2, 3), 1);
});

// for parameters of 1e6 the cdf moves by 1e-9 between neighbouring doubles
test("quantile and cdf undo each other, up to parameters of 1e6", () => {
  const parameter = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), parameter, parameter, (p, a, b) => {
      assertClose(betaCdf(betaQuantile(p, a, b), a, b), p, 1e-8);
    }),
    { seed: 1, numRuns: 60 },
  );
  // scipy 1.17.1: stats.beta.ppf(0.1586553, 201, 1801)
  assertClose(betaQuantile(0.1586553, 201, 1801), 0.09368686458896622, 1e-13);
  assert.throws(() => betaQuantile(1.1, 1, 1), /p must be in \[0, 1\]/);
  assert.throws(() => betaQuantile(0.5, 0, 1), /a must be a finite number above 0/);
});
