import assert from "node:assert/strict";
import { test } from "node:test";
import {
  logNormalCdf,
  logNormalLogDensity,
  logNormalLogDensityGradient,
  logNormalMoments,
  logNormalQuantile,
} from "pml/math";
import { assertClose } from "../support/close.js";

const parameters = [
  [-1, 1],
  [0, 0.5],
  [0.7, 0.25],
] as const;

test("moments and total mass by quadrature over the logarithm", () => {
  for (const [mean, sd] of parameters) {
    const sums = [0, 0, 0];
    const h = 0.001;
    for (let t = mean - 14 * sd; t < mean + 14 * sd; t += h) {
      const x = Math.exp(t);
      const weight = h * x * Math.exp(logNormalLogDensity(x, mean, sd));
      for (const power of [0, 1, 2]) sums[power]! += weight * x ** power;
    }
    const moments = logNormalMoments(mean, sd);
    assertClose(sums[0]!, 1, 1e-10);
    assertClose(sums[1]!, moments.mean, 1e-10);
    assertClose(sums[2]! - sums[1]! ** 2, moments.sd ** 2, 1e-9);
  }
});

test("the gradient is the slope of the log-density and vanishes at the mode", () => {
  for (const [mean, sd] of parameters) {
    for (const x of [0.05, 0.4, 1, 7]) {
      const h = 1e-5 * x;
      const slope = (logNormalLogDensity(x + h, mean, sd) - logNormalLogDensity(x - h, mean, sd)) / (2 * h);
      assertClose(logNormalLogDensityGradient(x, mean, sd), slope, 1e-6);
    }
    assertClose(logNormalLogDensityGradient(logNormalMoments(mean, sd).mode, mean, sd), 0, 1e-12);
  }
});

test("quantile and distribution function are inverse; the median is exp(mean of the logarithm)", () => {
  for (const [mean, sd] of parameters) {
    for (const p of [1e-12, 0.01, 0.5, 0.8, 0.999])
      assertClose(logNormalCdf(logNormalQuantile(p, mean, sd), mean, sd) / p, 1, 1e-12);
    assertClose(logNormalQuantile(0.5, mean, sd), logNormalMoments(mean, sd).median, 1e-15);
  }
});

test("nothing lies at or below 0", () => {
  for (const x of [0, -3]) {
    assert.equal(logNormalLogDensity(x, 0, 1), Number.NEGATIVE_INFINITY);
    assert.equal(logNormalCdf(x, 0, 1), 0);
  }
  assert.equal(logNormalQuantile(0, 0, 1), 0);
});
