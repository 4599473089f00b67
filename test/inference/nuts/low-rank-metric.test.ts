import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMetric, LowRankMetric } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

const sds = Float64Array.of(0.1, 1, 10, 2);
const half = Math.SQRT1_2;
const directions = Float64Array.of(half, half, 0, 0, 0, 0, 0.6, -0.8);
const eigenvalues = Float64Array.of(25, 0.04);
const metric = new LowRankMetric(sds, directions, eigenvalues);

/** S (I + U (L - I) U^T) S, entry by entry. */
const written = Float64Array.from({ length: 16 }, (_, at) => {
  const [i, j] = [Math.floor(at / 4), at % 4];
  let middle = i === j ? 1 : 0;
  for (let k = 0; k < 2; k++)
    middle += (eigenvalues[k]! - 1) * directions[4 * k + i]! * directions[4 * k + j]!;
  return sds[i]! * middle * sds[j]!;
});

test("its covariance is the formula's, and products are with it", () => {
  assertClose(metric.covariance, written, 1e-13);
  const dense = new DenseMetric(4, written);
  const [ours, theirs] = [new Float64Array(4), new Float64Array(4)];
  metric.multiply(Float64Array.of(1, -2, 0.5, 3), ours);
  dense.multiply(Float64Array.of(1, -2, 0.5, 3), theirs);
  assertClose(ours, theirs, 1e-12);
});

test("momenta have the inverse covariance: kinetic energies are half of chi squares, and whitening undoes colouring", () => {
  const random = Random.from(3);
  for (let repetition = 0; repetition < 20; repetition++) {
    const normals = Float64Array.from({ length: 4 }, () => random.normal());
    const squared = normals.reduce((sum, z) => sum + z * z, 0);
    const momentum = normals.slice();
    metric.colour(momentum);
    const velocity = new Float64Array(4);
    metric.multiply(momentum, velocity);
    // p^T C p = z^T z for every z, so p = C^(-1/2) z up to a rotation
    assertClose(
      momentum.reduce((sum, p, i) => sum + p * velocity[i]!, 0),
      squared,
      1e-12,
    );
    const back = new Float64Array(4);
    metric.whiten(momentum, back);
    assertClose(back, normals, 1e-12);
  }
});

test("drawn displacements have the covariance", () => {
  const random = Random.from(5);
  const count = 40_000;
  const sums = new Float64Array(16);
  const drawn = new Float64Array(4);
  for (let n = 0; n < count; n++) {
    metric.drawDisplacement(random, drawn);
    for (let at = 0; at < 16; at++)
      sums[at] = sums[at]! + (drawn[Math.floor(at / 4)]! * drawn[at % 4]!) / count;
  }
  for (let at = 0; at < 16; at++) {
    const [i, j] = [Math.floor(at / 4), at % 4];
    const error = Math.sqrt((written[5 * i]! * written[5 * j]! + written[at]! ** 2) / count);
    assert.ok(
      Math.abs(sums[at]! - written[at]!) < 5 * error,
      `[${i}][${j}] ${sums[at]}, should be ${written[at]}`,
    );
  }
});

test("no direction at all is a diagonal; wrong lengths and signs are refused", () => {
  const plain = new LowRankMetric(sds, new Float64Array(), new Float64Array());
  assertClose(
    [0, 1, 2, 3].map((i) => plain.covariance[5 * i]!),
    sds.map((sd) => sd * sd),
    1e-15,
  );
  assert.throws(
    () => new LowRankMetric(sds, directions, Float64Array.of(1)),
    /directions must have length 4, got 8/,
  );
  assert.throws(() => new LowRankMetric(sds, directions, Float64Array.of(1, 0)), /finite and above 0/);
});
