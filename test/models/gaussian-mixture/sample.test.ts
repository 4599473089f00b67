import assert from "node:assert/strict";
import { test } from "node:test";
import { computeMoments } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { Random } from "pml/random";
import { mixtureOf } from "../../support/mixture-data.js";

const covariances = Float64Array.of(2, 1, 1, 3, 0.5, -0.2, -0.2, 0.25);
const model = mixtureOf("full", 2, {
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(-5, 0, 5, 1),
  covariances,
});

test("draws of a component have its mean and covariance", () => {
  for (const k of [0, 1]) {
    const { mean, covariance } = computeMoments({
      values: gaussianMixture.sampleComponent(model, k, 20000, Random.from(1)),
      columns: 2,
    });
    const want = covariances.subarray(4 * k, 4 * k + 4);
    covariance.forEach((entry, i) => {
      // the standard error of a sample (co)variance of normals
      const error = Math.sqrt((want[3 * (i >> 1)]! * want[3 * (i & 1)]! + want[i]! ** 2) / 20000);
      assert.ok(Math.abs(entry - want[i]!) < 4 * error, `${k} ${i}: ${entry}`);
    });
    [0, 1].forEach((j) => {
      const centre = model.parameters.means.data[2 * k + j]!;
      assert.ok(Math.abs(mean[j]! - centre) < 4 * Math.sqrt(want[3 * j]! / 20000));
    });
  }
});

test("the mixture draws its components by their weights, and rows belong to them", () => {
  const { components, values } = gaussianMixture.sample(model, 5000, Random.from(2));
  const share = components.filter((k) => k === 0).length / 5000;
  assert.ok(Math.abs(share - 0.3) < 4 * Math.sqrt(0.21 / 5000), `${share}`);
  const isNear = components.every((k, i) => Math.abs(values[2 * i]! - (k === 0 ? -5 : 5)) < 10);
  assert.ok(isNear);
});

test("a seed repeats its draws; the stream goes on between draws", () => {
  const draw = (random: Random) => gaussianMixture.sample(model, 4, random);
  assert.deepEqual(draw(Random.from(3)), draw(Random.from(3)));
  const random = Random.from(3);
  assert.notDeepEqual(draw(random).values, draw(random).values);
});

test("a singular covariance and an unknown component are refused by name", () => {
  const flat = mixtureOf("full", 2, {
    weights: Float64Array.of(1),
    means: Float64Array.of(0, 0),
    covariances: Float64Array.of(1, 1, 1, 1),
  });
  assert.throws(
    () => gaussianMixture.sampleComponent(flat, 0, 1, Random.from(1)),
    /covariance of component 0 is not positive definite/,
  );
  assert.throws(
    () => gaussianMixture.sampleComponent(model, 2, 1, Random.from(1)),
    /component must be in 0..1, got 2/,
  );
  assert.throws(() => gaussianMixture.sample(model, 0, Random.from(1)), /count must be/);
});
