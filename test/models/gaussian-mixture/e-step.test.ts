import assert from "node:assert/strict";
import { test } from "node:test";
import { type GaussianMixture, imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { Random } from "pml/random";
import { liveTensors } from "pml/tensorflow";
import { prepareMixture } from "#internal/models/gaussian-mixture/component-density";
import { expectation } from "#internal/models/gaussian-mixture/e-step";
import { maximisation } from "#internal/models/gaussian-mixture/m-step";
import { plainParameters } from "#internal/models/gaussian-mixture/model";
import { negligible } from "#internal/models/gaussian-mixture/negligible";
import { assertClose } from "../../support/close.js";
import { denseLogDensity } from "../../support/gaussian.js";
import { clusteredRows, mixtureOf } from "../../support/mixture-data.js";
import { smallImages } from "../../support/small-images.js";

const types = ["full", "diagonal", "tied", "spherical"] as const;

/** Log-densities with every covariance written out and inverted. */
function direct(model: GaussianMixture, x: Float64Array): { logLikelihood: number; shares: number[] } {
  const { weights, means } = model.parameters;
  const { dimension, components } = model.config;
  const densities = Array.from({ length: components }, (_, k) => {
    const mean = means.data.subarray(k * dimension, (k + 1) * dimension);
    return (
      weights.data[k]! * Math.exp(denseLogDensity(x, mean, gaussianMixture.componentCovariance(model, k)))
    );
  });
  const sum = densities.reduce((total, density) => total + density, 0);
  return { logLikelihood: Math.log(sum), shares: densities.map((density) => density / sum) };
}

test("densities and responsibilities are those of the covariances written out, for every type", async () => {
  const data = clusteredRows(120, 3, 3, 7, 1);
  for (const covarianceType of types) {
    const model = await gaussianMixture.fit(
      data,
      { components: 3, covarianceType, maxIterations: 4, tolerance: 0 },
      { random: Random.from(1) },
    );
    const found = await gaussianMixture.evaluate(model, data);
    for (let i = 0; i < 120; i++) {
      const { logLikelihood, shares } = direct(model, data.values.subarray(3 * i, 3 * i + 3));
      assertClose(found.logLikelihood[i]!, logLikelihood, 1e-11, covarianceType);
      assertClose(found.responsibilities.subarray(3 * i, 3 * i + 3), shares, 1e-11, covarianceType);
      assert.equal(found.labels[i], shares.indexOf(Math.max(...shares)));
    }
  }
});

test("the density integrates to 1 in one and in two dimensions", async () => {
  const line = mixtureOf("full", 1, {
    weights: Float64Array.of(0.3, 0.7),
    means: Float64Array.of(-1, 2),
    covariances: Float64Array.of(0.5, 1.5),
  });
  const step = 0.01;
  const grid = Float64Array.from({ length: 3001 }, (_, i) => -15 + i * step);
  const { logLikelihood } = await gaussianMixture.evaluate(line, { values: grid, columns: 1 });
  assertClose(
    logLikelihood.reduce((sum, value) => sum + Math.exp(value) * step, 0),
    1,
    1e-12,
  );
  const plane = mixtureOf("tied", 2, {
    weights: Float64Array.of(0.4, 0.6),
    means: Float64Array.of(-1, 0, 1, 1),
    covariances: Float64Array.of(1, 0.6, 0.6, 0.8),
  });
  const side = 161;
  const points = Float64Array.from({ length: side * side * 2 }, (_, i) => {
    const cell = Math.floor(i / 2);
    return -10 + 0.125 * (i % 2 === 0 ? cell % side : Math.floor(cell / side));
  });
  const found = await gaussianMixture.evaluate(plane, { values: points, columns: 2 });
  assertClose(
    found.logLikelihood.reduce((sum, value) => sum + Math.exp(value) * 0.125 ** 2, 0),
    1,
    1e-10,
  );
});

test("responsibilities sum to 1, and rows far from everything keep a finite density", async () => {
  const data = clusteredRows(50, 3, 3, 7);
  const model = await gaussianMixture.fit(data, { components: 3 }, { random: Random.from(1) });
  const far = { values: Float64Array.of(1e8, -1e8, 1e8, 0, 0, 0), columns: 3 };
  const { logLikelihood, responsibilities } = await gaussianMixture.evaluate(model, far);
  assert.ok(logLikelihood.every(Number.isFinite) && logLikelihood[0]! < -1e14);
  for (const row of [0, 3]) {
    assertClose(responsibilities[row]! + responsibilities[row + 1]! + responsibilities[row + 2]!, 1, 1e-14);
  }
  const out = { values: Float64Array.of(1e200, 0, 0), columns: 3 };
  await assert.rejects(gaussianMixture.evaluate(model, out), /the log-density of row 0 is/);
});

/** Images of bars, large enough for the screen and several blocks, with many constant pixels in each component. */
const images = imageRows(smallImages(700, 3, 14, 14));

test("pruning changes nothing: responsibilities of 0 stay 0, the others keep their digits", async () => {
  for (const covarianceType of types) {
    const options = { components: 5, covarianceType, maxIterations: 3, tolerance: 0 };
    const fit = (prune: boolean) => gaussianMixture.fit(images, options, { random: Random.from(2), prune });
    const [pruned, whole] = [await fit(true), await fit(false)];
    assertClose(
      pruned.history.map(({ meanLogLikelihood }) => meanLogLikelihood),
      whole.history.map(({ meanLogLikelihood }) => meanLogLikelihood),
      1e-12,
      covarianceType,
    );
    const [a, b] = [
      await gaussianMixture.evaluate(whole, images),
      await gaussianMixture.evaluate(whole, images, { prune: false }),
    ];
    assertClose(a.logLikelihood, b.logLikelihood, 1e-12, covarianceType);
    assertClose(a.responsibilities, b.responsibilities, 1e-11, covarianceType);
    assert.deepEqual(a.labels, b.labels);
    a.responsibilities.forEach((share, i) => {
      assert.equal(
        share === 0,
        b.responsibilities[i] === 0,
        `${covarianceType}: ${share} ${b.responsibilities[i]}`,
      );
    });
    assert.ok(a.responsibilities.some((share) => share === 0) || covarianceType !== "full");
  }
});

test("responsibilities taken for 0 move no likelihood by a bit and no new parameter by more than rounding", async () => {
  for (const covarianceType of types) {
    const options = { components: 5, covarianceType, maxIterations: 2, tolerance: 0, regularisation: 4000 };
    const model = await gaussianMixture.fit(images, options, { random: Random.from(2) });
    const { components, dispose } = prepareMixture("test", plainParameters(model.parameters), covarianceType);
    const guesses = new Int32Array(700);
    const all = await expectation(images, components, { guesses, prune: false });
    const kept = await expectation(images, components, { guesses, prune: false, least: negligible });
    const pruned = await expectation(images, components, { guesses, least: negligible });
    dispose();
    assert.deepEqual(kept.logLikelihood, all.logLikelihood, covarianceType);
    assert.deepEqual(kept.labels, all.labels);
    let dropped = 0;
    kept.responsibilities.forEach((share, i) => {
      const before = all.responsibilities[i]!;
      if (share === before) return;
      dropped++;
      assert.ok(share === 0 && before < 1e-40 * (1 + 1e-9), `${covarianceType}: ${before} became ${share}`);
    });
    if (covarianceType === "full") assert.ok(dropped > 500 && dropped < 2500, `${dropped} dropped`);
    pruned.responsibilities.forEach((share, i) => {
      assert.equal(share === 0, kept.responsibilities[i] === 0, `${covarianceType}: ${share}`);
    });
    const next = (found: typeof all) =>
      maximisation(images, found.responsibilities, 5, { covarianceType, regularisation: 4000 });
    const [a, b] = [await next(all), await next(kept)];
    assertClose(b.weights, a.weights, 1e-14, covarianceType);
    assertClose(b.means, a.means, 1e-13, covarianceType);
    assertClose(b.covariances, a.covariances, 1e-12, covarianceType);
  }
});

test("an evaluation leaks nothing", async () => {
  const model = await gaussianMixture.fit(
    images,
    { components: 3, maxIterations: 2 },
    { random: Random.from(1) },
  );
  const before = liveTensors();
  await gaussianMixture.evaluate(model, images);
  assert.equal(liveTensors(), before);
});

test("rows of another width are refused", async () => {
  const model = mixtureOf("spherical", 1, {
    weights: Float64Array.of(1),
    means: Float64Array.of(0),
    covariances: Float64Array.of(1),
  });
  await assert.rejects(
    gaussianMixture.evaluate(model, { values: new Float64Array(4), columns: 2 }),
    /model has 1 columns/,
  );
});
