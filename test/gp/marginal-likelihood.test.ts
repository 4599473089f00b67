import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { conditionOn, MarginalLikelihood, rbf } from "pml/gp";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { kernels, randomPoints } from "../support/kernel-properties.js";

test("one point: the log density of a normal, with its gradient", () => {
  const likelihood = new MarginalLikelihood(rbf(), [0.3], [1.7]);
  const gradient = new Float64Array(3);
  const value = likelihood.evaluate(Float64Array.of(0.5, 2), 0.25, gradient);
  const variance = 2.25;
  assertClose(value, -0.5 * (1.7 ** 2 / variance + Math.log(2 * Math.PI * variance)), 1e-15);
  const byVariance = 0.5 * (1.7 ** 2 / variance ** 2 - 1 / variance);
  assertClose(gradient, [0, 2 * byVariance, 0.25 * byVariance], 1e-15);
});

test("agrees with conditioning for random kernels, with the gradient asked for or not", () => {
  fc.assert(
    fc.property(kernels(2), fc.integer(), (kernel, seed) => {
      const x = randomPoints(seed, 7, 2);
      const y = Random.from(seed).split("y").fillNormal(new Float64Array(7));
      const noise = 0.1;
      const regression = conditionOn({ kernel, noise, x, y });
      const likelihood = new MarginalLikelihood(kernel, x, y);
      const gradient = new Float64Array(kernel.parameters.length + 1);
      const value = likelihood.evaluate(Float64Array.from(kernel.parameters), noise, gradient);
      assertClose(value, regression.logMarginalLikelihood, 1e-12);
      assert.equal(likelihood.evaluate(Float64Array.from(kernel.parameters), noise), value);
    }),
  );
});

test("evaluations do not disturb one another; the value does not need the gradient", () => {
  const likelihood = new MarginalLikelihood(rbf(), [0, 0.3, 1], [1, 2, 0]);
  const here = Float64Array.of(0.5, 2);
  const first = new Float64Array(3);
  const value = likelihood.evaluate(here, 0.01, first);
  likelihood.evaluate(Float64Array.of(3, 0.1), 1, new Float64Array(3));
  const second = new Float64Array(3);
  assert.equal(likelihood.evaluate(here, 0.01, second), value);
  assert.deepEqual(second, first);
  assert.equal(likelihood.evaluate(here, 0.01), value);
});

test("-Infinity where the covariance matrix is not positive definite, whatever the reason", () => {
  const likelihood = new MarginalLikelihood(rbf(), [0, 0.3, 1], [1, 2, 0]);
  const gradient = new Float64Array(3).fill(7);
  const at = (lengthscale: number, variance: number, noise: number) =>
    likelihood.evaluate(Float64Array.of(lengthscale, variance), noise, gradient);
  assert.equal(at(1e9, 1, 0), Number.NEGATIVE_INFINITY);
  assert.equal(at(1, Number.POSITIVE_INFINITY, 0.1), Number.NEGATIVE_INFINITY);
  assert.equal(at(Number.NaN, 1, 0.1), Number.NEGATIVE_INFINITY);
  assert.equal(at(1, 0, 0), Number.NEGATIVE_INFINITY);
  assert.deepEqual([...gradient], [7, 7, 7]);
});

test("extreme parameters that leave the matrix regular give finite numbers", () => {
  const likelihood = new MarginalLikelihood(rbf(), [0, 0.3, 1], [1, 2, 0]);
  for (const [lengthscale, variance] of [
    [1e-300, 1],
    [1e300, 1],
    [1, 1e-300],
    [1e-300, 1e-300],
  ] as const) {
    const gradient = new Float64Array(3);
    const value = likelihood.evaluate(Float64Array.of(lengthscale, variance), 0.1, gradient);
    assert.ok(
      Number.isFinite(value) && gradient.every(Number.isFinite),
      `${lengthscale}, ${variance}: ${gradient}`,
    );
  }
});

test("NaN in the data and different lengths are refused", () => {
  assert.throws(() => new MarginalLikelihood(rbf(), [0, 1], [1]), /y must have length 2, got 1/);
  assert.throws(() => new MarginalLikelihood(rbf(), [0, 1], [1, Number.NaN]), /y\[1\] must be finite/);
  assert.throws(() => new MarginalLikelihood(rbf(), [Number.NaN], [1]), /inputs\[0\] must be finite/);
});
