import assert from "node:assert/strict";
import { test } from "node:test";
import { DiagonalMetric, nutsKernel } from "pml/inference";
import { Random } from "pml/random";
import { HamiltonianTrajectory } from "#internal/inference/nuts/trajectory";
import { assertClose } from "../../support/close.js";
import { banana } from "../targets/banana.js";
import { standardNormal } from "../targets/normals.js";

const metric = DiagonalMetric.identity(1);

function startAt(position: number, stepSize: number, seed = 1): HamiltonianTrajectory {
  const trajectory = new HamiltonianTrajectory(standardNormal(1), 12);
  const state = {
    position: Float64Array.of(position),
    gradient: Float64Array.of(-position),
    logDensity: -0.5 * position ** 2 - 0.5 * Math.log(2 * Math.PI),
  };
  trajectory.start(state, metric, stepSize, Random.from(seed));
  return trajectory;
}

test("on a standard normal in one dimension a trajectory turns where its velocity does, in either direction", () => {
  for (const direction of [1, -1] as const) {
    for (const seed of [1, 2, 3, 4]) {
      const stepSize = 0.01;
      const trajectory = startAt(0.4, stepSize, seed);
      let steps = 0;
      do {
        steps++;
        trajectory.extend(direction, 1);
        // slot 0 is the span of all points so far
        if (trajectory.isTurning(0, 1, direction)) break;
        trajectory.join(0, 1, direction);
      } while (steps < 1000);
      // p(t) = p cos t - q sin t is 0 at tan t = p / q
      const momentum = Random.from(seed).normal();
      const turningPoint = (Math.atan2(direction * momentum, 0.4) + Math.PI) % Math.PI;
      assert.ok(
        Math.abs(steps * stepSize - turningPoint) < 0.02,
        `${steps * stepSize}, should be ${turningPoint}`,
      );
    }
  }
});

test("two halves of nearly a whole period: only the checks across them see the turn", () => {
  // momenta p0 cos(k theta), k = 0 .. 7, over 0.97 of a period; leapfrog turns by theta where 2 sin(theta / 2) is the step
  const theta = (0.97 * 2 * Math.PI) / 7;
  const trajectory = startAt(0, 2 * Math.sin(theta / 2));
  const grow = (slot: number, points: number) => {
    for (let k = 0; k < points; k++) {
      trajectory.extend(1, slot + 1);
      trajectory.join(slot, slot + 1, 1);
    }
  };
  grow(0, 3);
  trajectory.extend(1, 1);
  grow(1, 3);
  const cosines = Array.from({ length: 8 }, (_, k) => Math.cos(k * theta));
  const sum = (from: number, to: number) => cosines.slice(from, to).reduce((a, b) => a + b, 0);
  assert.ok(sum(0, 8) > 0 && cosines[7]! > 0, "the ends alone see no turn");
  assert.ok(sum(0, 5) < 0, "the first half with one point more does");
  assert.equal(trajectory.isTurning(0, 1, 1), true);
});

test("weights are the loss of energy: small along the orbit, -Infinity where the density ends", () => {
  const trajectory = startAt(1, 0.01);
  for (let i = 0; i < 40; i++) assert.ok(Math.abs(trajectory.extend(1, 1)) < 1e-3);
  const half = new HamiltonianTrajectory(
    {
      dimension: 1,
      logDensityAndGradient(position, gradient) {
        gradient[0] = -1;
        return position[0]! > 0 ? -position[0]! : -Infinity;
      },
    },
    2,
  );
  half.start(
    { position: Float64Array.of(0.01), gradient: Float64Array.of(-1), logDensity: -0.01 },
    metric,
    10,
    Random.from(1),
  );
  assert.equal(half.extend(1, 1), -Infinity);
});

test("a proposal is exchanged with the given probability and holds what the density gives there", () => {
  let taken = 0;
  const trials = 4000;
  const trajectory = startAt(1, 0.3);
  for (let i = 0; i < trials; i++) {
    trajectory.start(
      { position: Float64Array.of(1), gradient: Float64Array.of(-1), logDensity: -1.4 },
      metric,
      0.3,
      Random.from(i),
    );
    trajectory.extend(1, 1);
    trajectory.mixProposals(0, 1, 0.3);
    const { position, gradient } = trajectory.proposal;
    if (position[0] !== 1) taken++;
    assertClose(gradient[0]!, -position[0]!, 1e-15);
  }
  // 4.5 standard errors
  assert.ok(
    Math.abs(taken / trials - 0.3) < 4.5 * Math.sqrt((0.3 * 0.7) / trials),
    `share ${taken / trials}`,
  );
});

test("the kernel's state carries the density and gradient of its position", () => {
  const density = banana(1, 1, 0.25);
  const kernel = nutsKernel(density);
  const random = Random.from(3);
  const gradient = new Float64Array(2);
  let state = {
    position: Float64Array.of(1, 1),
    gradient: Float64Array.of(0, 0),
    logDensity: -0.45158270528945477,
  };
  for (let i = 0; i < 100; i++) {
    state = kernel.step(random, state, { stepSize: 0.1, metric: DiagonalMetric.identity(2) })
      .state as typeof state;
    assert.equal(density.logDensityAndGradient(state.position, gradient), state.logDensity);
    assert.deepEqual(state.gradient, gradient);
  }
});
