import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DenseMetric, DiagonalMetric, type Metric } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { leapfrog, makePerpendicular, PhasePoint } from "#internal/inference/nuts/hamiltonian";
import { assertClose } from "../../support/close.js";
import { banana } from "../targets/banana.js";
import { examPosterior } from "../targets/exam-posterior.js";
import { standardNormal } from "../targets/normals.js";

function launch(density: LogDensity, metric: Metric, start: readonly number[], seed = 1): PhasePoint {
  const position = Float64Array.from(start);
  const gradient = new Float64Array(density.dimension);
  const logDensity = density.logDensityAndGradient(position, gradient);
  const point = new PhasePoint(density.dimension);
  point.launch({ position, gradient, logDensity }, metric, Random.from(seed));
  return point;
}

const metrics: readonly Metric[] = [
  DiagonalMetric.identity(2),
  new DiagonalMetric(Float64Array.of(0.5, 2)),
  new DenseMetric(2, Float64Array.of(1, 0.4, 0.4, 0.8)),
];

test("going back by the same steps returns to the start, to 1e-12", () => {
  for (const density of [banana(1, 1, 0.25), examPosterior()]) {
    for (const metric of metrics) {
      const point = launch(density, metric, [-1, 0.8]);
      const before = new PhasePoint(2);
      before.copyFrom(point);
      for (let i = 0; i < 50; i++) leapfrog(density, metric, point, 0.01);
      assert.ok(Math.abs(point.position[0]! - before.position[0]!) > 1e-3, "it has moved");
      for (let i = 0; i < 50; i++) leapfrog(density, metric, point, -0.01);
      for (const name of ["position", "momentum", "velocity", "gradient"] as const) {
        assertClose(point[name], before[name], name === "gradient" ? 1e-10 : 1e-12, name);
      }
      assertClose(point.energy, before.energy, 1e-12, "energy");
    }
  }
});

test("velocity stays the metric's product with the momentum, energy their half product minus the log density", () => {
  const density = banana(1, 1, 0.25);
  for (const metric of metrics) {
    const point = launch(density, metric, [0.3, 0.1]);
    const expected = new Float64Array(2);
    for (let i = 0; i < 30; i++) {
      leapfrog(density, metric, point, 0.03);
      metric.multiply(point.momentum, expected);
      assertClose(point.velocity, expected, 1e-13, "velocity");
      const kinetic = 0.5 * (expected[0]! * point.momentum[0]! + expected[1]! * point.momentum[1]!);
      assertClose(point.energy, kinetic - point.logDensity, 1e-13, "energy");
    }
  }
});

test("the error of the energy over a fixed time falls as the square of the step (fitted slope 2)", () => {
  for (const density of [banana(1, 1, 0.25), examPosterior()]) {
    const steps = [0.02, 0.01, 0.005, 0.0025];
    const points = steps.map((step) => {
      const point = launch(density, metrics[0]!, [-0.9, 0.8]);
      const start = point.energy;
      let worst = 0;
      for (let i = 0; i < 0.8 / step; i++) {
        leapfrog(density, metrics[0]!, point, step);
        worst = Math.max(worst, Math.abs(point.energy - start));
      }
      return [Math.log(step), Math.log(worst)] as const;
    });
    const meanOf = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
    const [x, y] = [meanOf(0), meanOf(1)];
    const slope =
      points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
      points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
    assert.ok(Math.abs(slope - 2) < 0.1, `slope ${slope}`);
  }
});

test("a sign error in the gradient spoils the conservation of energy", () => {
  const right = standardNormal(2);
  const wrong: LogDensity = {
    dimension: 2,
    logDensityAndGradient(position, gradient) {
      const logDensity = right.logDensityAndGradient(position, gradient);
      gradient[1] = -gradient[1]!;
      return logDensity;
    },
  };
  const drift = (density: LogDensity): number => {
    const point = launch(density, metrics[0]!, [1, 1]);
    const start = point.energy;
    for (let i = 0; i < 200; i++) leapfrog(density, metrics[0]!, point, 0.01);
    return Math.abs(point.energy - start);
  };
  assert.ok(drift(right) < 1e-4);
  assert.ok(drift(wrong) > 1);
});

test("on a standard normal the motion is a rotation of phase space", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 3, noNaN: true }), (time) => {
      const density = standardNormal(1);
      const metric = DiagonalMetric.identity(1);
      const point = launch(density, metric, [0.7]);
      const momentum = point.momentum[0]!;
      const steps = 2000;
      for (let i = 0; i < steps; i++) leapfrog(density, metric, point, time / steps);
      assertClose(point.position, [0.7 * Math.cos(time) + momentum * Math.sin(time)], 1e-6);
    }),
    { numRuns: 20, seed: 1 },
  );
});

test("a perpendicular momentum keeps its length; in one dimension or along the last one nothing changes", () => {
  const random = Random.from(5);
  for (const dimension of [2, 3, 10]) {
    const last = random.fillNormal(new Float64Array(dimension));
    const normals = random.fillNormal(new Float64Array(dimension));
    const length = Math.hypot(...normals);
    makePerpendicular(normals, last);
    assertClose(Math.hypot(...normals), length, 1e-14, "length");
    assertClose(
      normals.reduce((sum, x, i) => sum + x * last[i]!, 0),
      0,
      1e-14,
      "product",
    );
  }
  for (const [normals, last] of [
    [[0.7], [2]],
    [
      [1, 2],
      [2, 4],
    ],
    [
      [1, 2],
      [0, 0],
    ],
  ]) {
    const kept = Float64Array.from(normals!);
    makePerpendicular(kept, Float64Array.from(last!));
    assert.deepEqual([...kept], normals);
  }
});

test("perpendicular momenta to normal ones are normal: second and fourth moments, 5 standard errors", () => {
  const random = Random.from(6);
  const count = 40_000;
  const last = new Float64Array(2);
  const momentum = new Float64Array(2);
  let [first, second, cross, fourth] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    makePerpendicular(random.fillNormal(momentum), random.fillNormal(last));
    first += momentum[0]! ** 2 / count;
    second += momentum[1]! ** 2 / count;
    cross += (momentum[0]! * momentum[1]!) / count;
    fourth += momentum[0]! ** 4 / count;
  }
  for (const [found, truth, variance] of [
    [first, 1, 2],
    [second, 1, 2],
    [cross, 0, 1],
    [fourth, 3, 96],
  ] as const) {
    assert.ok(Math.abs(found - truth) < 5 * Math.sqrt(variance / count), `${found}, should be ${truth}`);
  }
});
