import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedImprovement } from "pml/bayesopt";
import { normalCdf } from "pml/math";
import { Random } from "pml/random";
import { constrainedLogImprovement } from "#internal/bayesopt/box/box-acquisition";
import { UnitModel } from "#internal/bayesopt/box/unit-model";
import { assertClose } from "../../support/close.js";

const random = Random.from(5);
const points = Array.from({ length: 8 }, () => Float64Array.of(random.uniform(), random.uniform()));
const draws = [
  { lengthscales: [0.3, 0.8], variance: 1.5, noise: 0.01 },
  { lengthscales: [1, 0.4], variance: 0.7, noise: 0.001 },
];
const objective = new UnitModel(
  "ardMatern52",
  points,
  Float64Array.from(points, ([a, b]) => Math.sin(5 * a!) + b!),
  draws,
);
const constraint = new UnitModel(
  "ardMatern52",
  points,
  Float64Array.from(points, ([a, b]) => a! - b!),
  draws.slice(0, 1),
);
const bests = [-0.1, -0.15];
const at = Float64Array.of(0.83, 0.27);

test("it is the mean improvement over the draws times the probability that the constraint holds", () => {
  const improvements = draws.map((_, s) => {
    const { mean, variance } = objective.at(at, s, false);
    return expectedImprovement(mean, Math.sqrt(variance), bests[s]!);
  });
  const { mean, variance } = constraint.at(at, 0, false);
  const expected = ((improvements[0]! + improvements[1]!) / 2) * normalCdf(-mean / Math.sqrt(variance));
  assertClose(
    constrainedLogImprovement(objective, bests, [constraint]).evaluate(at),
    Math.log(expected),
    1e-10,
  );
  assertClose(
    constrainedLogImprovement(objective, undefined, [constraint]).evaluate(at),
    Math.log(normalCdf(-mean / Math.sqrt(variance))),
    1e-12,
  );
});

test("its gradient matches central differences, also where the improvement has underflowed", () => {
  const step = 1e-5;
  for (const lowered of [0, 60]) {
    const acquisition = constrainedLogImprovement(
      objective,
      bests.map((best) => best - lowered),
      [constraint],
    );
    const gradient = new Float64Array(2);
    const value = acquisition.evaluate(at, gradient);
    assert.ok(Number.isFinite(value) && (lowered === 0 || value < -750));
    for (let d = 0; d < 2; d++) {
      const [above, below] = [step, -step].map((shift) =>
        acquisition.evaluate(at.map((each, i) => each + (i === d ? shift : 0))),
      );
      assertClose(gradient[d]! / ((above! - below!) / (2 * step)), 1, 1e-5);
    }
  }
});
