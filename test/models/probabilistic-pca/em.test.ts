import assert from "node:assert/strict";
import { test } from "node:test";
import { computeMoments } from "pml/models";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { fitToMoments } from "#internal/models/probabilistic-pca/fit";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";

test("EM ends where the closed form is, rotation and signs included", () => {
  for (const [columns, components] of [
    [6, 2],
    [8, 3],
    [3, 1],
  ] as const) {
    const moments = computeMoments({ values: correlatedRows(200, columns, columns), columns });
    const exact = fitToMoments(moments, { components });
    const random = Random.from(columns);
    const em = fitToMoments(moments, { components, method: "em", tolerance: 0, maxIterations: 3000 }, random);
    assertClose(em.parameters.noiseVariance.data, exact.parameters.noiseVariance.data, 1e-9);
    assertClose(probabilisticPca.covariance(em), probabilisticPca.covariance(exact), 1e-8);
    assertClose(em.parameters.loadings.data, exact.parameters.loadings.data, 1e-6);
    assertClose(em.parameters.axisVariances.data, exact.parameters.axisVariances.data, 1e-8);
  }
});

test("the likelihood never falls, and is the one of the estimate it is noted for", () => {
  const moments = computeMoments({ values: correlatedRows(80, 7, 1), columns: 7 });
  const fit = (maxIterations: number) =>
    fitToMoments(moments, { components: 2, method: "em", tolerance: 0, maxIterations }, Random.from(3));
  const { history } = fit(200);
  for (let i = 1; i < history.length; i++) {
    assert.ok(
      history[i]!.meanLogLikelihood >= history[i - 1]!.meanLogLikelihood - 1e-11,
      `iteration ${i + 1}`,
    );
  }
  const afterFive = probabilisticPca.meanLogDensityOfScatter(fit(5), moments.covariance);
  assertClose(afterFive, history[5]!.meanLogLikelihood, 1e-12);
});

test("same seed, same fit; it stops when the likelihood does", () => {
  const moments = computeMoments({ values: correlatedRows(80, 5, 2), columns: 5 });
  const fit = (seed: number) => fitToMoments(moments, { components: 2, method: "em" }, Random.from(seed));
  assert.deepEqual(fit(1), fit(1));
  assert.notDeepEqual(fit(1).history[0], fit(2).history[0]);
  const { history } = fit(1);
  assert.ok(history.length < 1000);
  assert.ok(Math.abs(history.at(-1)!.meanLogLikelihood - history.at(-2)!.meanLogLikelihood) < 1e-10);
});

test("impossible numbers of components are refused", () => {
  const moments = computeMoments({ values: correlatedRows(80, 5, 2), columns: 5 });
  const random = Random.from(1);
  assert.throws(() => fitToMoments(moments, { components: 5, method: "em" }, random), /must be below 5/);
  assert.throws(
    () => fitToMoments(moments, { components: 2, method: "em", maxIterations: 0 }, random),
    InputError,
  );
  const constant = computeMoments({ values: new Float64Array(12).fill(3), columns: 3 });
  assert.throws(() => fitToMoments(constant, { components: 1, method: "em" }, random), /fewer components/);
});
