import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { conditionOn, type Kernel, predict, rbf, sumKernel, white, withNamedParameters } from "pml/gp";
import { NotPositiveDefiniteError, tryJitters } from "pml/math";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { kernels, randomPoints } from "../support/kernel-properties.js";
import { likelihoodGradient } from "../support/likelihood-gradient.js";

const kernel = rbf({ lengthscale: 0.5, variance: 2 });

test("two points: the marginal likelihood by hand", () => {
  const { logMarginalLikelihood } = conditionOn({ kernel, noise: 0.5, x: [0, 1], y: [1, -2] });
  const c = 2 * Math.exp(-2);
  const determinant = 2.5 ** 2 - c ** 2;
  const fit = (2.5 * (1 + 4) - 2 * c * 1 * -2) / determinant;
  assertClose(logMarginalLikelihood, -0.5 * (fit + Math.log(determinant)) - Math.log(2 * Math.PI), 1e-14);
});

test("the chain rule of probability: the joint is the product of one-step predictions", () => {
  const x = randomPoints(4, 6).values;
  const y = Random.from(5).fillNormal(new Float64Array(6));
  const noise = 0.01;
  let sum = -0.5 * (y[0]! ** 2 / 2.01 + Math.log(2 * Math.PI * 2.01));
  for (let i = 1; i < 6; i++) {
    const before = conditionOn({ kernel, noise, x: x.slice(0, i), y: y.slice(0, i) });
    const { mean, variance } = predict(before, [x[i]!], "y");
    sum += -0.5 * ((y[i]! - mean[0]!) ** 2 / variance[0]! + Math.log(2 * Math.PI * variance[0]!));
  }
  assertClose(conditionOn({ kernel, noise, x, y }).logMarginalLikelihood, sum, 1e-12);
});

/** Central difference of the marginal likelihood by the logarithm of one parameter, or of the noise. */
function difference(of: Kernel, noise: number, x: Float64Array, y: Float64Array, name: string): number {
  const step = 1e-4;
  const at = (shift: number) => {
    const factor = Math.exp(shift);
    if (name === "noise")
      return conditionOn({ kernel: of, noise: noise * factor, x, y }).logMarginalLikelihood;
    const value = of.parameters[of.parameterNames.indexOf(name)]! * factor;
    return conditionOn({ kernel: withNamedParameters(of, { [name]: value }), noise, x, y })
      .logMarginalLikelihood;
  };
  return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
}

test("the gradient matches finite differences for random kernels, the noise included", () => {
  fc.assert(
    fc.property(kernels(1), fc.integer(), (random, seed) => {
      const x = randomPoints(seed, 6).values;
      const y = Random.from(seed).split("y").fillNormal(new Float64Array(6));
      const gradient = likelihoodGradient(random, { noise: 0.2, x, y });
      assert.deepEqual(Object.keys(gradient), [...random.parameterNames, "noise"]);
      for (const [name, value] of Object.entries(gradient))
        assertClose(value, difference(random, 0.2, x, y, name), 1e-6, name);
    }),
  );
});

test("the order of the data does not matter", () => {
  const forward = conditionOn({ kernel, noise: 0.1, x: [0, 0.2, 0.7], y: [1, 2, 3] });
  const backward = conditionOn({ kernel, noise: 0.1, x: [0.7, 0.2, 0], y: [3, 2, 1] });
  assertClose(forward.logMarginalLikelihood, backward.logMarginalLikelihood, 1e-14);
});

test("scaling y by c and all variances by c^2 subtracts n ln c", () => {
  const x = [0, 0.2, 0.7];
  const plain = conditionOn({ kernel, noise: 0.1, x, y: [1, 2, 3] }).logMarginalLikelihood;
  const scaled = conditionOn({
    kernel: rbf({ lengthscale: 0.5, variance: 2 * 49 }),
    noise: 4.9,
    x,
    y: [7, 14, 21],
  }).logMarginalLikelihood;
  assertClose(scaled, plain - 3 * Math.log(7), 1e-13);
});

test("equal inputs with zero noise are refused by their indices; with noise they are repeats", () => {
  assert.throws(
    () => conditionOn({ kernel, noise: 0, x: [0, 1, 0], y: [1, 2, 1] }),
    /conditionOn: inputs 0 and 2 are equal and the noise is 0/,
  );
  const repeated = conditionOn({ kernel, noise: 0.2, x: [0, 0], y: [1, 3] });
  const averaged = conditionOn({ kernel, noise: 0.1, x: [0], y: [2] });
  assertClose(predict(repeated, [0.3], "f").mean, predict(averaged, [0.3], "f").mean, 1e-13);
  const ownNoise = sumKernel(kernel, white({ variance: 0.2 }));
  assert.ok(
    Number.isFinite(conditionOn({ kernel: ownNoise, noise: 0, x: [0, 0], y: [1, 3] }).logMarginalLikelihood),
  );
});

test("a singular matrix is an error with parameters and pivot, unless a jitter is allowed and told", () => {
  const smooth = rbf({ lengthscale: 100, variance: 1 });
  const x = [0, 0.01, 0.02, 0.03];
  const y = [1, 1, 1, 1];
  assert.throws(
    () => conditionOn({ kernel: smooth, noise: 0, x, y }),
    (error) =>
      error instanceof NotPositiveDefiniteError &&
      error.parameters.lengthscale === 100 &&
      error.parameters.noise === 0 &&
      error.pivotIndex > 0 &&
      error.functionName === "conditionOn",
  );
  const { cholesky } = conditionOn({ kernel: smooth, noise: 0, x, y, jitter: tryJitters(1e-10, 1e-6) });
  assert.equal(cholesky.jitter, 1e-10);
  assert.equal(conditionOn({ kernel, noise: 0.1, x, y, jitter: tryJitters(1e-6) }).cholesky.jitter, 0);
});

test("refused: NaN in x or y, lengths that differ, a noise that is no variance", () => {
  const good = { kernel, noise: 0.1, x: [0, 1], y: [1, 2] };
  assert.throws(() => conditionOn({ ...good, x: [0, Number.NaN] }), /inputs\[1\] must be finite/);
  assert.throws(() => conditionOn({ ...good, y: [0, Number.NaN] }), /y\[1\] must be finite/);
  assert.throws(() => conditionOn({ ...good, y: [0] }), /y must have length 2, got 1/);
  for (const noise of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => conditionOn({ ...good, noise }), /noise must be a variance/);
});
