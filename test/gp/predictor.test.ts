import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { conditionOn, Predictor, predict, rbf } from "pml/gp";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { kernels, randomPoints } from "../support/kernel-properties.js";

test("agrees with predict, for random kernels and again for other parameters", () => {
  fc.assert(
    fc.property(kernels(2), fc.integer(), (kernel, seed) => {
      const x = randomPoints(seed, 6, 2);
      const y = Random.from(seed).split("y").fillNormal(new Float64Array(6));
      const at = randomPoints(seed + 1, 5, 2);
      const predictor = new Predictor(kernel, { x, y }, at);
      for (const factor of [1, 1.7]) {
        const parameters = Float64Array.from(kernel.parameters, (value) => value * factor);
        const regression = conditionOn({ kernel: kernel.withParameters(parameters), noise: 0.1, x, y });
        const { mean, variance } = predict(regression, at, "f");
        assert.equal(predictor.evaluate(parameters, 0.1), true);
        assertClose(predictor.mean, mean, 1e-10);
        assertClose(predictor.variance, variance, 1e-10);
      }
    }),
  );
});

test("a matrix without a factor is told, not predicted from", () => {
  const predictor = new Predictor(rbf(), { x: [0, 0], y: Float64Array.of(1, 1) }, [0.5]);
  assert.equal(predictor.evaluate(Float64Array.of(1, 1), 0), false);
  assert.equal(predictor.evaluate(Float64Array.of(1, 1), 0.1), true);
});

test("y of another length is refused", () => {
  assert.throws(() => new Predictor(rbf(), { x: [0, 1], y: [1] }, [0.5]), /y must have length 2, got 1/);
});
