import assert from "node:assert/strict";
import { test } from "node:test";
import {
  certainShare,
  informationCriteria,
  type MixtureParameters,
  mixtureParameterCount,
  mixtureReconstructionError,
  mostProbable,
  reconstructFromMixture,
} from "pml/models";
import { assertClose } from "../../support/close.js";
import { mixtureOf } from "../../support/mixture-data.js";

const parameters: MixtureParameters = {
  weights: Float64Array.of(0.5, 0.5),
  means: Float64Array.of(0, 0, 10, 20),
  covariances: Float64Array.of(1, 1),
};
const model = mixtureOf("spherical", 2, parameters);
const shares = Float64Array.of(0.25, 0.75, 1, 0);

test("hard reconstruction is a mean, soft reconstruction the weighted means", () => {
  assert.deepEqual([...reconstructFromMixture(model, shares, "hard")], [10, 20, 0, 0]);
  assert.deepEqual([...reconstructFromMixture(model, shares, "soft")], [7.5, 15, 0, 0]);
  const rows = { values: Float64Array.of(10, 21, 1, 0), columns: 2 };
  assertClose(mixtureReconstructionError(model, rows, shares, "hard"), (0 + 1 + 1 + 0) / 4, 1e-15);
  assertClose(mixtureReconstructionError(model, rows, shares, "soft"), (6.25 + 36 + 1 + 0) / 4, 1e-15);
});

test("certain is who has 100 whole percent", () => {
  assert.equal(certainShare(shares, 2), 0.5);
  assert.equal(certainShare(Float64Array.of(0.999999, 1e-6, 0.5, 0.5), 2), 0);
  assert.deepEqual([...mostProbable(Float64Array.of(0.25, 0.75, 0.5, 0.5), 2)], [1, 0]);
});

test("information criteria count the free parameters", () => {
  const count = (covarianceType: "full" | "diagonal" | "tied" | "spherical") =>
    mixtureParameterCount({ components: 3, dimension: 4, covarianceType });
  assert.deepEqual([count("full"), count("diagonal"), count("tied"), count("spherical")], [44, 26, 24, 17]);
  const { bic, aic, parameterCount } = informationCriteria(model, Float64Array.of(-1, -2, -3));
  assert.equal(parameterCount, 4 + 1 + 2);
  assertClose(bic, 12 + 7 * Math.log(3), 1e-15);
  assertClose(aic, 12 + 14, 1e-15);
});

test("shapes that do not fit are refused", () => {
  const rows = { values: new Float64Array(4), columns: 2 };
  assert.throws(
    () => mixtureReconstructionError(model, rows, new Float64Array(3), "hard"),
    /length 4, got 3/,
  );
  assert.throws(
    () => reconstructFromMixture(model, new Float64Array(3), "hard"),
    /integer of at least 1, got 1.5/,
  );
  assert.throws(() => certainShare(new Float64Array(3), 2), /got 1.5/);
  assert.throws(() => informationCriteria(model, new Float64Array(0)), /at least one/);
});
