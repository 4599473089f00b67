import assert from "node:assert/strict";
import { test } from "node:test";
import { computeMoments } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as principalComponents from "pml/models/principal-components";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { clusteredRows } from "../../support/mixture-data.js";

test("one component seen flat is the mean and covariance of the projected rows", async () => {
  const data = clusteredRows(200, 5, 2, 1);
  const model = await gaussianMixture.fit(
    data,
    { components: 1, regularisation: 0 },
    { random: Random.from(1) },
  );
  const view = await principalComponents.fit(data, { components: 2 });
  const [component] = gaussianMixture.project(model, view);
  const flat = computeMoments({ values: principalComponents.encode(view, data), columns: 2 });
  assertClose(component!.mean, flat.mean, 1e-12);
  assertClose(component!.covariance, flat.covariance, 1e-11);
  assert.equal(component!.weight, 1);
});

test("variances of one sphere look the same from every side", async () => {
  const data = clusteredRows(200, 5, 2, 1);
  const model = await gaussianMixture.fit(
    data,
    { components: 2, covarianceType: "spherical" },
    { random: Random.from(1) },
  );
  const view = await principalComponents.fit(data, { components: 2 });
  gaussianMixture.project(model, view).forEach(({ covariance }, k) => {
    const variance = model.parameters.covariances.data[k]!;
    assertClose(covariance, [variance, 0, 0, variance], 1e-12);
  });
});

test("a view of another width is refused", async () => {
  const data = clusteredRows(50, 3, 2, 1);
  const model = await gaussianMixture.fit(data, { components: 1 }, { random: Random.from(1) });
  const view = await principalComponents.fit(clusteredRows(50, 4, 2, 1), { components: 2 });
  assert.throws(() => gaussianMixture.project(model, view), /the view has 4 columns, the mixture 3/);
});
