import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import { computeMoments, dequantisationVariance, imageRows, type SampleMoments } from "pml/models";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { leadingAxes } from "#internal/models/common/principal-axes";
import { logDensities } from "#internal/models/probabilistic-pca/density";
import { fitToMoments } from "#internal/models/probabilistic-pca/fit";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("with all but one component the model's covariance is the sample covariance", () => {
  const moments = computeMoments({ values: correlatedRows(100, 6, 1), columns: 6 });
  const model = fitToMoments(moments, { components: 5 });
  assertClose(probabilisticPca.covariance(model), moments.covariance, 1e-13);
});

test("noise is the mean of the discarded variances, and the total variance is kept for every M", () => {
  const moments = computeMoments({ values: correlatedRows(100, 6, 2), columns: 6 });
  const trace = (c: Float64Array) => [0, 7, 14, 21, 28, 35].reduce((sum, place) => sum + c[place]!, 0);
  for (const components of [1, 2, 4]) {
    const covariance = probabilisticPca.covariance(fitToMoments(moments, { components }));
    assertClose(trace(covariance), trace(moments.covariance), 1e-14);
  }
});

test("more components never fit the training rows worse", () => {
  const moments = computeMoments({ values: correlatedRows(100, 6, 3), columns: 6 });
  const fits = [1, 2, 3, 4, 5].map((components) =>
    probabilisticPca.meanLogDensityOfScatter(fitToMoments(moments, { components }), moments.covariance),
  );
  for (let i = 1; i < fits.length; i++) assert.ok(fits[i]! >= fits[i - 1]!);
});

test("the sign rule turns axes, and nothing else", () => {
  const moments = computeMoments({ values: correlatedRows(50, 4, 4), columns: 4 });
  const up = fitToMoments(moments, { components: 2 }).parameters.loadings.data;
  const down = fitToMoments(moments, { components: 2, signs: "largest-negative" }).parameters.loadings.data;
  assert.deepEqual(
    [...down],
    [...up].map((entry) => -entry),
  );
  for (const axis of [0, 1]) {
    const column = [...up].filter((_, i) => i % 2 === axis);
    const largest = column.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most));
    assert.ok(largest > 0);
  }
});

test("impossible numbers of components and data without noise are refused", () => {
  const moments = computeMoments({ values: correlatedRows(50, 4, 5), columns: 4 });
  // three rows span two dimensions
  const flat = computeMoments({ values: correlatedRows(3, 4, 6), columns: 4 });
  const refused: readonly [SampleMoments, number, RegExp][] = [
    [
      moments,
      4,
      /4 components of 4-dimensional data leave no dimension for the noise; components must be below 4/,
    ],
    [moments, 9, /below 4/],
    [moments, 0, /components must be an integer of at least 1, got 0/],
    [flat, 2, /vary in 2 or fewer dimensions only.*use fewer components/],
  ];
  for (const [data, components, message] of refused) {
    assert.throws(
      () => fitToMoments(data, { components }),
      (error) => error instanceof InputError && message.test(error.message),
      `${message}`,
    );
  }
  assert.ok(fitToMoments(flat, { components: 1 }).parameters.noiseVariance.data[0]! > 0);
});

test("MNIST as in the report: codes of Figure 3c, Table 1's error from sampled codes", () => {
  const { train, test: images } = loadMnist();
  const moments = computeMoments(imageRows(train), { ddof: 1 });
  const model = fitToMoments(moments, { components: 2, signs: "largest-negative" });
  const rows = imageRows(images);
  const { mean: means } = probabilisticPca.encode(model, rows);
  // first test image, first 2, first 1, first 0, as read from the published figure (fault P9)
  assertClose(
    means.subarray(0, 8),
    [0.5729, 1.5047, -0.0357, -1.9228, 1.631, -0.8669, -2.1274, 0.2273],
    2e-4,
  );
  const sampled = probabilisticPca.sampleCodes(probabilisticPca.encode(model, rows), Random.from(1));
  const error = probabilisticPca.reconstructionError(model, rows, sampled) / 255 ** 2;
  assert.ok(Math.abs(error - 0.0558) < 1e-4, `${error}`);
  // fault P5: the bound's terms for one model as published there
  const { expectedLogLikelihood, divergence } = probabilisticPca.boundTerms(model, rows);
  assertClose(mean(expectedLogLikelihood), -4325.588, 1e-6);
  assertClose(mean(divergence), 4.4027, 1e-5);
  const gap = mean(logDensities(model, rows)) - mean(expectedLogLikelihood) + mean(divergence);
  assert.ok(Math.abs(gap) < 1e-8, `${gap}`);
  assert.ok(dequantisationVariance() > 0);
});

test("fewer rows than columns: maximum likelihood shares what is left among D - M, scikit-learn among N - M", () => {
  const values = Float64Array.of(1, 2, 0, 5, 1, 2, 2, 1, 1, 3, 0, 2, 0, 3, 1, 4, 2, 1, 5, 1, 2, 2, 1, 0);
  const model = fitToMoments(computeMoments({ values, columns: 6 }, { ddof: 1 }), { components: 1 });
  // sklearn 1.9.1: PCA(n_components=1).fit(X).noise_variance_ and explained_variance_
  assertClose(model.parameters.noiseVariance.data[0]! * ((6 - 1) / (4 - 1)), 0.66659313687178, 1e-13);
  assertClose(model.parameters.axisVariances.data[0]!, 7.50022059, 1e-8);
});

test("no axis has a variance below 0", () => {
  const values = Float64Array.from({ length: 60 }, (_, i) => Math.floor(i / 6) * ((i % 6) + 0.1) + 1e3);
  for (const variance of leadingAxes(computeMoments({ values, columns: 6 }), 6, "largest-positive").variances)
    assert.ok(variance >= 0);
});
