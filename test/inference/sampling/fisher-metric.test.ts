import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ess, sampleNuts } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { fisherMetric } from "#internal/inference/sampling/fisher-metric";
import { assertClose } from "../../support/close.js";

/** Positions drawn anywhere, and the gradients -P x of a Gaussian of precision P there. */
function gaussianWindow(precision: readonly (readonly number[])[], count: number, random: Random) {
  const dimension = precision.length;
  const positions = Array.from({ length: count }, () =>
    Float64Array.from({ length: dimension }, () => random.normal()),
  );
  const gradients = positions.map((x) =>
    Float64Array.from(precision, (row) => -row.reduce((sum, entry, j) => sum + entry * x[j]!, 0)),
  );
  return { dimension, positions, gradients };
}

test("of a Gaussian of independent coordinates three draws say the variances, drawn towards 1e-3 by Stan's rule", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.integer(),
      (exponents, seed) => {
        const variances = exponents.map((exponent) => 10 ** exponent);
        const precision = variances.map((variance, i) =>
          variances.map((_, j) => (i === j ? 1 / variance : 0)),
        );
        const window = gaussianWindow(precision, 3, Random.from(seed));
        const expected = variances.map((variance) => (3 / 8) * variance + (5 / 8) * 1e-3);
        assertClose(fisherMetric(window, "diagonal", variances).covariance, expected, 1e-12);
      },
    ),
    { seed: 2, numRuns: 200 },
  );
});

test("of a correlated Gaussian the dense metric is the covariance, from little more draws than dimensions", () => {
  const covariance = [
    [1, 0.9, 0.2],
    [0.9, 1, 0.1],
    [0.2, 0.1, 4],
  ];
  // the inverse, by cofactors
  const cofactor = (i: number, j: number) => {
    const [a, b] = [0, 1, 2].filter((row) => row !== i) as [number, number];
    const [c, d] = [0, 1, 2].filter((column) => column !== j) as [number, number];
    return (
      ((i + j) % 2 === 0 ? 1 : -1) *
      (covariance[a]![c]! * covariance[b]![d]! - covariance[a]![d]! * covariance[b]![c]!)
    );
  };
  const determinant = covariance[0]!.reduce((sum, entry, j) => sum + entry * cofactor(0, j), 0);
  const precision = [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / determinant));
  const window = gaussianWindow(precision, 1200, Random.from(7));
  // the ridge of 1e-5 is all that is not exact
  assertClose(fisherMetric(window, "dense", [1, 1, 1]).covariance, covariance.flat(), 2e-3);
});

/** 200 dimensions, variance 100.5 along the diagonal and 1/2 across it: precision 2 (I - 1 1^T / 201). */
const correlated: LogDensity = {
  dimension: 200,
  logDensityAndGradient(x, gradient) {
    const sum = x.reduce((a, b) => a + b, 0);
    const squares = x.reduce((a, b) => a + b * b, 0);
    for (let i = 0; i < 200; i++) gradient[i] = (2 * sum) / 201 - 2 * x[i]!;
    return sum ** 2 / 201 - squares;
  },
};

test("one strong direction among 200 is found: more than ten times as many effective draws a gradient as with variances alone", async () => {
  const efficiency = async (metric: "diagonal" | "low-rank") => {
    const options = { chains: 1, warmup: 300, draws: 300, metric };
    const run = await sampleNuts(correlated, options, { random: Random.from(11) });
    const gradients = run.statistics.leapfrogSteps[0]!.reduce((a, b) => a + b, 0);
    return Math.min(...run.coordinates.map((quantity) => ess(quantity))) / gradients;
  };
  assert.ok((await efficiency("low-rank")) > 10 * (await efficiency("diagonal")));
});

test("a direction is found from few long rows, one by one, and from many short ones, by their covariance; not from 35", () => {
  for (const [dimension, count, least] of [
    [200, 60, 30],
    [40, 400, 90],
    [40, 35, 0],
  ] as const) {
    // covariance I + 99 u u^T, u the diagonal
    const random = Random.from(dimension + count);
    const positions = Array.from({ length: count }, () => {
      const x = random.fillNormal(new Float64Array(dimension));
      const along = (9 * x.reduce((a, b) => a + b, 0)) / dimension;
      return x.map((value) => value + along);
    });
    const gradients = positions.map((x) => {
      const along = (0.99 * x.reduce((a, b) => a + b, 0)) / dimension;
      return x.map((value) => along - value);
    });
    const metric = fisherMetric({ dimension, positions, gradients }, "low-rank", new Float64Array(dimension));
    const product = new Float64Array(dimension);
    metric.multiply(new Float64Array(dimension).fill(1), product);
    const mean = product.reduce((a, b) => a + b, 0) / dimension;
    const isRight = least > 0 ? mean > least && mean < 110 : mean < 10;
    assert.ok(isRight, `${dimension}, ${count}: ${mean} for 100`);
  }
});

test("coordinates that did not move keep the variance they had", () => {
  const still = [Float64Array.of(1, 2), Float64Array.of(1, 3), Float64Array.of(1, 5)];
  const gradients = [Float64Array.of(0, -2), Float64Array.of(0, -3), Float64Array.of(0, -5)];
  const window = { dimension: 2, positions: still, gradients };
  for (const kind of ["diagonal", "dense", "low-rank"] as const) {
    const { covariance } = fisherMetric(window, kind, [7, 1]);
    assertClose(covariance[0]!, 7, 1e-12);
    // the dense shape finds the variance itself behind what the diagonal was drawn to; for directions three draws are too few
    const [expected, allowed] = kind === "dense" ? [1, 1e-4] : [3 / 8 + (5 / 8) * 1e-3, 1e-12];
    assertClose(covariance.at(-1)!, expected, allowed);
  }
});

test("a window along one direction, or of numbers at the ends of the range, gives a metric all the same", () => {
  const along = [1, 2, 4, 8, 16, 32].map((t) => Float64Array.of(t, 2 * t, -t));
  for (const [size, steepness] of [
    [1, 1],
    [1e-41, 1e120],
    [1e120, 1e-41],
  ] as const) {
    const positions = along.map((x) => x.map((value) => value * size));
    const gradients = along.map((x) => x.map((value) => -value * steepness));
    for (const kind of ["diagonal", "dense", "low-rank"] as const) {
      const metric = fisherMetric({ dimension: 3, positions, gradients }, kind, [1, 1, 1]);
      const product = new Float64Array(3);
      metric.multiply(Float64Array.of(1, 1, 1), product);
      assert.ok(product.every(Number.isFinite), `${kind} ${size} ${steepness}: ${product}`);
    }
  }
});
