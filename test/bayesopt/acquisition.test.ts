import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  expectedImprovement,
  logExpectedImprovement,
  lowerConfidenceBound,
  probabilityOfImprovement,
} from "pml/bayesopt";

/** E[max(0, target - f)] by the trapezoidal rule over 12 standard deviations. */
function byQuadrature(mean: number, sd: number, target: number): number {
  const step = sd / 2000;
  let sum = 0;
  for (let f = mean - 12 * sd; f < target; f += step)
    sum += (target - f) * Math.exp(-0.5 * ((f - mean) / sd) ** 2);
  return (sum * step) / (sd * Math.sqrt(2 * Math.PI));
}

test("expected improvement is the integral it stands for", () => {
  for (const [mean, sd, best] of [
    [0, 1, 0],
    [1.5, 0.7, 0.2],
    [-2, 3, 1],
  ] as const) {
    const got = expectedImprovement(mean, sd, best);
    assert.ok(Math.abs(got - byQuadrature(mean, sd, best)) < 1e-6 * got + 1e-9, `${got}`);
  }
});

test("far below it goes like phi(u)/u^2, and its pieces meet without a step", () => {
  for (const t of [50, 1e3, 1e8]) {
    // ln phi(t) - 2 ln t + ln(1 - 3/t^2 + 15/t^4)
    const series =
      -0.5 * t * t - 0.5 * Math.log(2 * Math.PI) - 2 * Math.log(t) + Math.log1p(-3 / t ** 2 + 15 / t ** 4);
    const got = logExpectedImprovement(t, 1, 0);
    assert.ok(
      Math.abs(got - series) < 1e-8 * Math.max(1, 1e3 / t) + 1e-12 * Math.abs(series),
      `${t}: ${got} ${series}`,
    );
  }
  const around = [1 - 1e-9, 1 + 1e-9].map((u) => logExpectedImprovement(u, 1, 0));
  assert.ok(Math.abs(around[0]! - around[1]!) < 1e-8);
});

test("without variance the scores are the limits", () => {
  assert.equal(expectedImprovement(1, 0, 3, 0.5), 1.5);
  assert.equal(expectedImprovement(4, 0, 3), 0);
  assert.equal(logExpectedImprovement(4, 0, 3), Number.NEGATIVE_INFINITY);
  assert.equal(probabilityOfImprovement(1, 0, 3), 1);
  assert.equal(probabilityOfImprovement(3, 0, 3), 0);
});

test("shifting and scaling f shifts and scales the scores; derivative of EI by the mean is -PI", () => {
  const real = fc.double({ min: -3, max: 3, noNaN: true });
  const positive = fc.double({ min: 0.05, max: 3, noNaN: true });
  fc.assert(
    fc.property(real, positive, real, real, positive, (mean, sd, best, shift, scale) => {
      const score = expectedImprovement(mean, sd, best);
      const moved = expectedImprovement(scale * mean + shift, scale * sd, scale * best + shift);
      assert.ok(Math.abs(moved - scale * score) <= 1e-9 * (1 + scale * score));
      const h = 1e-5;
      const slope =
        (expectedImprovement(mean + h, sd, best) - expectedImprovement(mean - h, sd, best)) / (2 * h);
      assert.ok(Math.abs(slope + probabilityOfImprovement(mean, sd, best)) < 1e-6 / sd);
    }),
  );
  assert.equal(lowerConfidenceBound(1, 0.5, 2), 0);
});
