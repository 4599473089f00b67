import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { computeMoments, type SampleMoments } from "pml/models";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { logDensities } from "#internal/models/probabilistic-pca/density";
import { fitToMoments } from "#internal/models/probabilistic-pca/fit";
import { assertClose } from "../../support/close.js";
import { correlatedRows, denseLogDensity } from "../../support/gaussian.js";

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The scatter of rows about another centre, `S + (m - c)(m - c)^T`, from their moments. */
function scatterAbout({ columns, mean: own, covariance }: SampleMoments, centre: Float64Array): Float64Array {
  const shift = own.map((value, j) => value - centre[j]!);
  return covariance.map((entry, i) => entry + shift[Math.floor(i / columns)]! * shift[i % columns]!);
}

function fitted(columns: number, components: number, seed: number) {
  const moments = computeMoments({ values: correlatedRows(60, columns, seed), columns });
  return fitToMoments(moments, { components });
}

test("the lemmas give the density with C written out and inverted", () => {
  const cases = fc.tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 6 }), fc.nat());
  fc.assert(
    fc.property(
      cases.filter(([columns, components]) => components < columns),
      ([columns, components, seed]) => {
        const model = fitted(columns, components, seed);
        const values = correlatedRows(5, columns, seed ^ 1);
        const covariance = probabilisticPca.covariance(model);
        const direct = [0, 1, 2, 3, 4].map((i) =>
          denseLogDensity(
            values.subarray(i * columns, (i + 1) * columns),
            model.parameters.mean.data,
            covariance,
          ),
        );
        assertClose(logDensities(model, { values, columns }), direct, 1e-8);
      },
    ),
    { numRuns: 40 },
  );
});

test("the mean over rows is the formula by their scatter about the model's mean", () => {
  const model = fitted(5, 2, 1);
  const rows = { values: correlatedRows(33, 5, 9), columns: 5 };
  const scatter = scatterAbout(computeMoments(rows), model.parameters.mean.data);
  assertClose(
    probabilisticPca.meanLogDensityOfScatter(model, scatter),
    mean(logDensities(model, rows)),
    1e-12,
  );
});

test("added variance averages the log-density over noise: as if the scatter had it on its diagonal", () => {
  const model = fitted(5, 2, 2);
  const rows = { values: correlatedRows(33, 5, 9), columns: 5 };
  const scatter = scatterAbout(computeMoments(rows), model.parameters.mean.data);
  for (let j = 0; j < 5; j++) scatter[j * 6]! += 0.37;
  const averaged = logDensities(model, rows, 0.37);
  assertClose(mean(averaged), probabilisticPca.meanLogDensityOfScatter(model, scatter), 1e-12);
});

test("expected log-likelihood minus divergence is the log-likelihood of every row", () => {
  const model = fitted(6, 3, 3);
  const rows = { values: correlatedRows(20, 6, 4), columns: 6 };
  const { expectedLogLikelihood, divergence } = probabilisticPca.boundTerms(model, rows);
  const bound = expectedLogLikelihood.map((term, i) => term - divergence[i]!);
  assertClose(bound, logDensities(model, rows), 1e-12);
  assert.ok(divergence.every((value) => value > 0));
});

test("samples follow the model: their mean log-likelihood is its negative entropy", () => {
  const model = fitted(4, 2, 5);
  const { values } = probabilisticPca.sample(model, 20000, Random.from(1));
  const { logDeterminant } = {
    logDeterminant:
      -2 * denseLogDensity(new Float64Array(4), new Float64Array(4), probabilisticPca.covariance(model)),
  };
  // E ln p = -1/2 (ln |2 pi C| + D), with standard deviation sqrt(D / 2) per row
  const expected = -0.5 * (logDeterminant + 4);
  const found = mean(logDensities(model, { values, columns: 4 }));
  assert.ok(Math.abs(found - expected) < 4 * Math.sqrt(2 / 20000), `${found} ${expected}`);
  const moments = computeMoments({ values, columns: 4 });
  const covariance = probabilisticPca.covariance(model);
  const largest = Math.max(...covariance.map(Math.abs));
  moments.covariance.forEach((entry, i) => {
    assert.ok(Math.abs(entry - covariance[i]!) < 0.06 * largest);
  });
});

test("a density far away and a tiny noise variance stay finite and right", () => {
  const values = correlatedRows(60, 3, 7);
  // the third column hardly leaves the plane of the others
  for (let i = 0; i < 60; i++) values[i * 3 + 2] = values[i * 3]! - values[i * 3 + 1]! + 1e-6 * (i % 7);
  const model = fitToMoments(computeMoments({ values, columns: 3 }), { components: 2 });
  const far = { values: Float64Array.of(1e6, -1e6, 0), columns: 3 };
  const [density] = logDensities(model, far);
  assert.ok(Number.isFinite(density) && density! < -1e20);
  // one standard deviation off the plane above a known code: the quadratic form is 1 + |z|^2
  const { mean: centre, loadings, noiseVariance, axisVariances } = model.parameters;
  const w = (j: number, m: number) => loadings.data[j * 2 + m]!;
  const normal = [0, 1, 2].map((j) => {
    const [a, b] = [(j + 1) % 3, (j + 2) % 3];
    return w(a, 0) * w(b, 1) - w(b, 0) * w(a, 1);
  });
  const step = Math.sqrt(noiseVariance.data[0]!) / Math.hypot(...normal);
  const x = [0, 1, 2].map((j) => centre.data[j]! + 0.6 * w(j, 0) - 0.8 * w(j, 1) + step * normal[j]!);
  const [first, second] = axisVariances.data as unknown as [number, number];
  const logDeterminant = Math.log(first) + Math.log(second) + Math.log(noiseVariance.data[0]!);
  const near = logDensities(model, { values: Float64Array.from(x), columns: 3 })[0]!;
  assertClose(near, -0.5 * (3 * Math.log(2 * Math.PI) + logDeterminant + 2), 1e-7);
});

test("rows of another width and negative variances are refused", () => {
  const model = fitted(4, 2, 5);
  const rows = { values: new Float64Array(6), columns: 3 };
  assert.throws(() => logDensities(model, rows), /the model has 4 columns, the data have 3/);
  assert.throws(() => probabilisticPca.boundTerms(model, rows), InputError);
  assert.throws(
    () => probabilisticPca.meanLogDensityOfScatter(model, new Float64Array(9)),
    /length 16, got 9/,
  );
  const fine = { values: new Float64Array(4), columns: 4 };
  assert.throws(() => logDensities(model, fine, -1), /at least 0, got -1/);
});
