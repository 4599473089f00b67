import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { conditionOn, predict, predictJoint, rbf } from "pml/gp";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { kernels, randomPoints } from "../support/kernel-properties.js";

const kernel = rbf({ lengthscale: 0.5, variance: 2 });

test("one data point: the conditional normal by hand", () => {
  const regression = conditionOn({ kernel, noise: 0.5, x: [0], y: [3] });
  const k = 2 * Math.exp(-0.5 * (0.3 / 0.5) ** 2);
  const { mean, variance } = predict(regression, [0.3], "f");
  assertClose(mean, [(k / 2.5) * 3], 1e-15);
  assertClose(variance, [2 - k ** 2 / 2.5], 1e-15);
  assertClose(predict(regression, [0.3], "y").variance, [2 - k ** 2 / 2.5 + 0.5], 1e-15);
});

test("noise-free data are met exactly, with variance 0, never below", () => {
  const x = [-1, -0.5, 0, 0.5, 1];
  const y = [1, -2, 0.5, 3, 2];
  const { mean, variance } = predict(conditionOn({ kernel, noise: 0, x, y }), x, "f");
  assertClose(mean, y, 1e-12);
  assert.ok(variance.every((value) => value >= 0 && value < 1e-13));
});

test("far from the data the prior returns", () => {
  const { mean, variance } = predict(conditionOn({ kernel, noise: 0, x: [0], y: [3] }), [100], "f");
  assert.deepEqual([mean[0], variance[0]], [0, 2]);
});

test("the joint prediction's diagonal is the marginal one; f and y differ by the noise on the diagonal", () => {
  fc.assert(
    fc.property(kernels(2), fc.integer(), (random, seed) => {
      const y = Random.from(seed).fillNormal(new Float64Array(5));
      const regression = conditionOn({ kernel: random, noise: 0.3, x: randomPoints(seed, 5, 2), y });
      const at = randomPoints(seed + 1, 4, 2);
      const f = predictJoint(regression, at, "f");
      const observed = predictJoint(regression, at, "y");
      const marginal = predict(regression, at, "f");
      assertClose(f.mean, marginal.mean, 0);
      for (let i = 0; i < 4; i++) {
        assertClose(f.covariance[5 * i]!, marginal.variance[i]!, 1e-11);
        for (let j = 0; j < 4; j++) {
          assert.equal(f.covariance[4 * i + j], f.covariance[4 * j + i]);
          assertClose(observed.covariance[4 * i + j]! - f.covariance[4 * i + j]!, i === j ? 0.3 : 0, 1e-11);
        }
      }
    }),
  );
});

test("more data never widen the band", () => {
  const x = randomPoints(8, 12).values;
  const y = new Float64Array(12);
  const at = randomPoints(9, 20);
  let before = predict(
    conditionOn({ kernel, noise: 0.1, x: x.slice(0, 1), y: y.slice(0, 1) }),
    at,
    "f",
  ).variance;
  for (let n = 2; n <= 12; n++) {
    const now = predict(
      conditionOn({ kernel, noise: 0.1, x: x.slice(0, n), y: y.slice(0, n) }),
      at,
      "f",
    ).variance;
    now.forEach((value, i) => {
      assert.ok(value <= before[i]! + 1e-12);
    });
    before = now;
  }
});

test("points that are not finite or of another dimension are refused", () => {
  const regression = conditionOn({ kernel, noise: 0.1, x: [0], y: [3] });
  assert.throws(() => predict(regression, [Number.NaN], "f"), /predict: inputs\[0\] must be finite/);
  assert.throws(
    () => predict(regression, { count: 1, dimension: 2, values: Float64Array.of(1, 2) }, "f"),
    /dimension/,
  );
});
