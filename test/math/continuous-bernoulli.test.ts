import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  continuousBernoulliLogDensity,
  continuousBernoulliLogNormaliser,
  continuousBernoulliLogNormaliserDerivative,
  continuousBernoulliMean,
  continuousBernoulliVariance,
  sigmoid,
} from "pml/math";
import { assertClose } from "../support/close.js";

// mpmath 1.3.0, 60 digits: logit, log-normaliser, its derivative, mean, variance, on both sides of |logit| = 0.5
const golden = [
  [1e-6, 0.6931471805600287, 1.6666666666664722e-7, 0.5000000833333333, 0.08333333333332917],
  [0.3, 0.7006080529574378, 0.04947993663490972, 0.5249625801767492, 0.0829596684125909],
  [0.49, 0.7128799246657513, 0.07943557186058481, 0.5406708604825053, 0.0823423689341215],
  [0.51, 0.7144992118153151, 0.08248957838257011, 0.5423168960858592, 0.08226066820425001],
  [0.9, 0.7576288019829838, 0.1369428633311072, 0.5740066392938967, 0.08006381890954137],
  [7, 1.9477339134919267, 0.1410333774095205, 0.8580555713960789, 0.019494615964776356],
  [199, 5.293304824724492, 0.005025125628140704, 0.9949748743718593, 2.52518875785965e-5],
] as const;

function assertRelative(actual: number, expected: number, what: string, tolerance = 5e-14): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.abs(expected),
    `${what}: ${actual} instead of ${expected}`,
  );
}

test("golden values, and their symmetry under logit -> -logit", () => {
  for (const [logit, normaliser, derivative, mean, variance] of golden) {
    // below 0.5 the series serve, to the last digit; above it the closed forms, which cancel a little
    const tolerance = logit < 0.5 ? 1e-15 : 5e-14;
    for (const side of [1, -1]) {
      const at = `at ${side * logit}`;
      assertRelative(
        continuousBernoulliLogNormaliser(side * logit),
        normaliser,
        `normaliser ${at}`,
        tolerance,
      );
      assertRelative(
        continuousBernoulliLogNormaliserDerivative(side * logit),
        side * derivative,
        `derivative ${at}`,
        tolerance,
      );
      assertRelative(continuousBernoulliVariance(side * logit), variance, `variance ${at}`, tolerance);
    }
    assertRelative(continuousBernoulliMean(logit), mean, `mean at ${logit}`);
    assertClose(continuousBernoulliMean(-logit), 1 - mean, 1e-15);
  }
});

test("logit 0 is the uniform density", () => {
  assert.equal(continuousBernoulliLogNormaliser(0), Math.LN2);
  assert.equal(continuousBernoulliLogNormaliserDerivative(0), 0);
  assert.equal(continuousBernoulliMean(0), 0.5);
  assertClose(continuousBernoulliVariance(0), 1 / 12, 1e-16);
  for (const x of [0, 0.3, 1]) assertClose(continuousBernoulliLogDensity(x, 0), 0, 1e-15);
});

test("the density integrates to 1, with the stated mean and variance", () => {
  for (const logit of [-20, -1.3, 1e-3, 0.4, 5]) {
    const steps = 20_000;
    const sums = [0, 0, 0];
    for (let i = 0; i < steps; i++) {
      const x = (i + 0.5) / steps;
      const weight = Math.exp(continuousBernoulliLogDensity(x, logit)) / steps;
      for (const power of [0, 1, 2]) sums[power]! += weight * x ** power;
    }
    assertClose(sums[0]!, 1, 1e-6);
    assertClose(sums[1]!, continuousBernoulliMean(logit), 1e-6);
    assertClose(sums[2]! - sums[1]! ** 2, continuousBernoulliVariance(logit), 1e-6);
  }
});

test("derivatives: sigmoid - mean of the log-normaliser, x - mean of the log-density", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -200, max: 200, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (logit, x) => {
        const expected = sigmoid(logit) - continuousBernoulliMean(logit);
        assertClose(continuousBernoulliLogNormaliserDerivative(logit), expected, 1e-13);
        const h = 1e-4;
        const slope =
          (continuousBernoulliLogDensity(x, logit + h) - continuousBernoulliLogDensity(x, logit - h)) /
          (2 * h);
        assertClose(slope, x - continuousBernoulliMean(logit), 1e-7);
      },
    ),
  );
});

test("huge and infinite logits", () => {
  assertClose(continuousBernoulliLogNormaliser(1e6), Math.log(1e6), 1e-15);
  assertRelative(continuousBernoulliMean(-1e6), 1e-6, "mean");
  assertRelative(continuousBernoulliVariance(-1e6), 1e-12, "variance");
  assertRelative(continuousBernoulliLogNormaliserDerivative(1e6), 1e-6, "derivative");
  assert.equal(continuousBernoulliMean(Number.NEGATIVE_INFINITY), 0);
  assert.equal(continuousBernoulliMean(Number.POSITIVE_INFINITY), 1);
});
