import assert from "node:assert/strict";
import { test } from "node:test";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { requireParameters } from "#internal/models/gaussian-mixture/model";
import { mixtureOf } from "../../support/mixture-data.js";

const config = { components: 2, dimension: 1, covarianceType: "diagonal" } as const;
const check = (...weights: number[]) =>
  requireParameters(
    "here",
    {
      weights: Float64Array.from(weights),
      means: Float64Array.of(0, 1),
      covariances: Float64Array.of(1, 1),
    },
    config,
  );

test("weights are at least 0 and sum to 1", () => {
  check(0, 1);
  check(0.3, 0.7 + 5e-9);
  for (const weights of [
    [-1e-9, 1 + 1e-9],
    [0.3, 0.7 + 5e-8],
    [0.3, 0.6],
  ])
    assert.throws(() => check(...weights), /weights must be at least 0 and sum to 1/);
  assert.throws(() => check(1), /weights must have length 2, got 1/);
  assert.throws(() => check(Number.NaN, 1), /weights\[0\] must be finite/);
});

test("every type of covariance written out", () => {
  const parameters = { weights: Float64Array.of(0.5, 0.5), means: new Float64Array(4) };
  const written = (type: "full" | "tied" | "diagonal" | "spherical", ...covariances: number[]) =>
    [0, 1].map((k) => [
      ...gaussianMixture.componentCovariance(
        mixtureOf(type, 2, { ...parameters, covariances: Float64Array.from(covariances) }),
        k,
      ),
    ]);
  const [first, second] = [
    [2, 1, 1, 3],
    [5, 4, 4, 6],
  ];
  assert.deepEqual(written("full", ...first!, ...second!), [first, second]);
  assert.deepEqual(written("tied", ...first!), [first, first]);
  assert.deepEqual(written("diagonal", 1, 2, 3, 4), [
    [1, 0, 0, 2],
    [3, 0, 0, 4],
  ]);
  assert.deepEqual(written("spherical", 7, 8), [
    [7, 0, 0, 7],
    [8, 0, 0, 8],
  ]);
});
