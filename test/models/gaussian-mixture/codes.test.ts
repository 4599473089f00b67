import assert from "node:assert/strict";
import { test } from "node:test";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { mostProbable } from "#internal/models/gaussian-mixture/start";
import { assertClose } from "../../support/close.js";
import { mixtureOf } from "../../support/mixture-data.js";

const parameters = {
  weights: Float64Array.of(0.5, 0.5),
  means: Float64Array.of(0, 0, 10, 20),
  covariances: Float64Array.of(1, 1),
};
const model = mixtureOf("spherical", 2, parameters);
const shares = Float64Array.of(0.25, 0.75, 1, 0);

test("hard reconstruction is a mean, soft reconstruction the weighted means", () => {
  assert.deepEqual([...gaussianMixture.decode(model, shares, "hard")], [10, 20, 0, 0]);
  assert.deepEqual([...gaussianMixture.decode(model, shares, "soft")], [7.5, 15, 0, 0]);
  const rows = { values: Float64Array.of(10, 21, 1, 0), columns: 2 };
  assertClose(gaussianMixture.reconstructionError(model, rows, shares, "hard"), (0 + 1 + 1 + 0) / 4, 1e-15);
  assertClose(
    gaussianMixture.reconstructionError(model, rows, shares, "soft"),
    (6.25 + 36 + 1 + 0) / 4,
    1e-15,
  );
});

test("certain is who has 100 whole percent", () => {
  assert.equal(gaussianMixture.certainShare(shares, 2), 0.5);
  assert.equal(gaussianMixture.certainShare(Float64Array.of(0.999999, 1e-6, 0.5, 0.5), 2), 0);
  assert.deepEqual([...mostProbable(Float64Array.of(0.25, 0.75, 0.5, 0.5), 2)], [1, 0]);
});

test("shapes that do not fit are refused", () => {
  const rows = { values: new Float64Array(4), columns: 2 };
  assert.throws(
    () => gaussianMixture.reconstructionError(model, rows, new Float64Array(3), "hard"),
    /length 4, got 3/,
  );
  assert.throws(
    () => gaussianMixture.decode(model, new Float64Array(3), "hard"),
    /integer of at least 1, got 1.5/,
  );
  assert.throws(() => gaussianMixture.certainShare(new Float64Array(3), 2), /got 1.5/);
});
