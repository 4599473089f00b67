import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMetric, DiagonalMetric, type Metric } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

const covariance = [
  [2, 0.6, -0.3, 0.1, 0.2],
  [0.6, 1, 0.2, 0, -0.1],
  [-0.3, 0.2, 0.5, 0.05, 0],
  [0.1, 0, 0.05, 3, 0.4],
  [0.2, -0.1, 0, 0.4, 0.7],
];
const dense = new DenseMetric(5, Float64Array.from(covariance.flat()));
const variances = [1e-6, 1, 1e6];
const diagonal = new DiagonalMetric(Float64Array.from(variances));

/** Second moments of 40,000 vectors filled by `draw`, each to be near `expected` within 5 standard errors. */
function checkMoments(
  dimension: number,
  draw: (into: Float64Array) => void,
  expected: (i: number, j: number) => number,
) {
  const count = 40_000;
  const sums = new Float64Array(dimension ** 2);
  const vector = new Float64Array(dimension);
  for (let n = 0; n < count; n++) {
    draw(vector);
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j < dimension; j++) sums[i * dimension + j]! += vector[i]! * vector[j]!;
    }
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++) {
      const error = Math.sqrt((expected(i, i) * expected(j, j) + expected(i, j) ** 2) / count);
      const found = sums[i * dimension + j]! / count;
      assert.ok(
        Math.abs(found - expected(i, j)) < 5 * error,
        `[${i}][${j}] ${found}, should be ${expected(i, j)}`,
      );
    }
  }
}

test("the product is C times the vector", () => {
  const product = new Float64Array(5);
  const vector = [1, -2, 0.5, 3, 4];
  dense.multiply(Float64Array.from(vector), product);
  assertClose(
    product,
    covariance.map((row) => row.reduce((sum, entry, j) => sum + entry * vector[j]!, 0)),
    1e-14,
  );
  const scaled = new Float64Array(3);
  diagonal.multiply(Float64Array.of(1, 2, 3), scaled);
  assert.deepEqual([...scaled], [1e-6, 2, 3e6]);
});

test("velocities of drawn momenta, and drawn displacements, have the covariance C", () => {
  const random = Random.from(1);
  const momentum = new Float64Array(5);
  const entry = (i: number, j: number) => covariance[i]![j]!;
  checkMoments(
    5,
    (into) => {
      dense.colour(random.fillNormal(momentum));
      dense.multiply(momentum, into);
    },
    entry,
  );
  checkMoments(5, (into) => dense.drawDisplacement(random, into), entry);
  const own = (i: number, j: number) => (i === j ? variances[i]! : 0);
  checkMoments(3, (into) => diagonal.drawDisplacement(random, into), own);
  const inverse = (i: number, j: number) => (i === j ? 1 / variances[i]! : 0);
  checkMoments(3, (into) => diagonal.colour(random.fillNormal(into)), inverse);
});

test("a covariance that is none is refused", () => {
  const bad: [() => Metric, RegExp][] = [
    [() => new DiagonalMetric(Float64Array.of(1, 0)), /finite and above 0, got 0 at \[1\]/],
    [() => new DiagonalMetric(Float64Array.of(Number.NaN)), /got NaN at \[0\]/],
    [() => new DenseMetric(2, Float64Array.of(1, 2, 2, 1)), /not positive definite: pivot 1 is -3/],
    [() => new DenseMetric(2, Float64Array.of(1, 0, 0)), /must have length 4, got 3/],
  ];
  for (const [make, message] of bad) assert.throws(make, message);
});

test("whitening undoes colouring", () => {
  const random = Random.from(2);
  for (const metric of [dense, diagonal]) {
    const normals = random.fillNormal(new Float64Array(metric.dimension));
    const momentum = normals.slice();
    metric.colour(momentum);
    const back = new Float64Array(metric.dimension);
    metric.whiten(momentum, back);
    assertClose(back, normals, 1e-14);
  }
});
