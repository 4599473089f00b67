import assert from "node:assert/strict";
import { test } from "node:test";
import { type LogDensity, maximise } from "pml/math";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";

/** Minus Rosenbrock's function in any even number of dimensions: one maximum, 0 at (1, 1, ...), in a curved valley. */
const rosenbrock = (dimension: number): LogDensity => ({
  dimension,
  logDensityAndGradient(position, gradient) {
    let value = 0;
    for (let i = 0; i < dimension; i += 2) {
      const [x, y] = [position[i]!, position[i + 1]!];
      value -= (1 - x) ** 2 + 100 * (y - x * x) ** 2;
      gradient[i] = 2 * (1 - x) + 400 * x * (y - x * x);
      gradient[i + 1] = -200 * (y - x * x);
    }
    return value;
  },
});

test("Rosenbrock's valley, from its classical start and from random ones", () => {
  const classical = maximise(rosenbrock(2), [-1.2, 1]);
  assert.equal(classical.status, "converged");
  assertClose(classical.position, [1, 1], 1e-8);
  assert.ok(classical.evaluations < 70, `${classical.evaluations} evaluations`);
  const random = Random.from(1);
  for (let i = 0; i < 50; i++) {
    const start = random.fillNormal(new Float64Array(10)).map((value) => 3 * value);
    const { status, position } = maximise(rosenbrock(10), start, { maxIterations: 2000 });
    assert.equal(status, "converged");
    assertClose(position, new Float64Array(10).fill(1), 1e-6);
  }
});

test("a quadratic with eigenvalues from 1 to 10,000", () => {
  const scales = [1, 10, 100, 1000, 10_000];
  const quadratic: LogDensity = {
    dimension: 5,
    logDensityAndGradient(position, gradient) {
      let value = 0;
      scales.forEach((scale, i) => {
        const distance = position[i]! - i;
        value -= 0.5 * scale * distance * distance;
        gradient[i] = -scale * distance;
      });
      return value;
    },
  };
  const { status, position, iterations } = maximise(quadratic, [9, 9, 9, 9, 9]);
  assert.equal(status, "converged");
  assertClose(position, [0, 1, 2, 3, 4], 1e-8);
  assert.ok(iterations < 60, `${iterations} iterations`);
});

test("places of density 0 are stepped back from", () => {
  // ln x - x on x > 0, maximum at 1; a long first step leads to x < 0
  const halfLine: LogDensity = {
    dimension: 1,
    logDensityAndGradient(position, gradient) {
      const x = position[0]!;
      if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
      gradient[0] = 1 / x - 1;
      return Math.log(x) - x;
    },
  };
  for (const start of [1e-6, 0.5, 3, 100]) assertClose(maximise(halfLine, [start]).position, [1], 1e-7);
});

test("the iteration limit is told; a start at the maximum needs no step", () => {
  assert.equal(maximise(rosenbrock(2), [-1.2, 1], { maxIterations: 3 }).status, "iteration limit");
  const { status, iterations, evaluations } = maximise(rosenbrock(2), [1, 1]);
  assert.deepEqual(
    { status, iterations, evaluations },
    { status: "converged", iterations: 0, evaluations: 1 },
  );
});

test("a wrong gradient is not mistaken for convergence", () => {
  const wrong: LogDensity = {
    dimension: 1,
    logDensityAndGradient(position, gradient) {
      gradient[0] = position[0]!;
      return -0.5 * position[0]! ** 2;
    },
  };
  assert.equal(maximise(wrong, [1]).status, "stalled");
});

test("a start of the wrong length or of density 0 is refused", () => {
  assert.throws(() => maximise(rosenbrock(2), [1]), /start must have length 2, got 1/);
  assert.throws(
    () => maximise(rosenbrock(2), [Number.NaN, 1]),
    /log density at the start must be finite, got NaN/,
  );
});
