import assert from "node:assert/strict";
import { test } from "node:test";
import { conditionOn, gramMatrix, jointSampler, predictJoint, priorSampler, rbf } from "pml/gp";
import { NotPositiveDefiniteError, tryJitters } from "pml/math";
import { Random } from "pml/random";
import { examGrid } from "pml/report";
import { assertClose } from "../support/close.js";
import { fixture } from "../support/fixture.js";

test("draws from given normals match the reference's joint samples of the exam's posterior", () => {
  const { fixed, standard_normal_draws } = fixture("bayesopt");
  const grid = examGrid();
  for (const { x, y, lengthscale, variance, noise, mean, samples } of fixed) {
    const regression = conditionOn({ kernel: rbf({ lengthscale, variance }), noise, x, y });
    const joint = predictJoint(regression, grid, "y");
    assertClose(joint.mean, mean, 1e-10, "mean");
    const sampler = jointSampler(joint);
    assert.equal(sampler.jitter, 0);
    samples.forEach((sample: number[], i: number) => {
      assertClose(sampler.fromNormals(standard_normal_draws[i]), sample, 1e-8, "sample");
    });
  }
});

test("draws have the mean and covariance they should", () => {
  const covariance = Float64Array.of(2, 1, 1, 3);
  const sampler = jointSampler({ mean: Float64Array.of(1, -1), covariance });
  const random = Random.from(11);
  const count = 20_000;
  const sums = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [a, b] = sampler.draw(random) as unknown as [number, number];
    [a, b, (a - 1) ** 2, (a - 1) * (b + 1), (b + 1) ** 2].forEach((value, k) => {
      sums[k]! += value / count;
    });
  }
  // standard errors: sqrt(variance / n), and sqrt((c_ii c_jj + c_ij^2) / n) for the covariances; 4 of them
  const errors = [2, 3, 2 * 4, 2 * 3 + 1, 2 * 9].map((value) => 4 * Math.sqrt(value / count));
  [1, -1, 2, 1, 3].forEach((expected, k) => {
    assert.ok(Math.abs(sums[k]! - expected) < errors[k]!, `moment ${k}: ${sums[k]} against ${expected}`);
  });
});

test("same seed, same draw; another seed, another", () => {
  const sampler = priorSampler(rbf(), [0, 0.5, 1]);
  assert.deepEqual(sampler.draw(Random.from(1)), sampler.draw(Random.from(1)));
  assert.notDeepEqual(sampler.draw(Random.from(1)), sampler.draw(Random.from(2)));
});

test("prior draws: L L^T is the Gram matrix, with the noise", () => {
  const kernel = rbf({ lengthscale: 0.7, variance: 2 });
  const points = [0, 0.5, 1];
  const sampler = priorSampler(kernel, points, { noise: 0.1 });
  const columns = [0, 1, 2].map((k) => sampler.fromNormals([0, 1, 2].map((i) => (i === k ? 1 : 0))));
  const expected = gramMatrix(kernel, points);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const product = columns.reduce((sum, column) => sum + column[i]! * column[j]!, 0);
      assertClose(product, expected[3 * i + j]! + (i === j ? 0.1 : 0), 1e-14);
    }
  }
});

test("a singular covariance is refused unless a jitter is allowed; the jitter is told", () => {
  const fine = Array.from({ length: 100 }, (_, i) => i / 100);
  assert.throws(
    () => priorSampler(rbf(), fine),
    (error) => error instanceof NotPositiveDefiniteError && error.parameters.lengthscale === 1,
  );
  assert.equal(priorSampler(rbf(), fine, { jitter: tryJitters(1e-10) }).jitter, 1e-10);
  assert.equal(priorSampler(rbf(), fine, { noise: 1e-4 }).jitter, 0);
  assert.throws(() => priorSampler(rbf(), fine, { noise: -1 }), /noise must be a variance/);
});

test("normals of another number are refused", () => {
  assert.throws(() => priorSampler(rbf(), [0, 1]).fromNormals([1]), /normals must have length 2, got 1/);
});
