import assert from "node:assert/strict";
import { test } from "node:test";
import {
  computeMoments,
  fitGaussianMixture,
  fitPrincipalComponents,
  projectMixture,
  projectOnComponents,
} from "pml/models";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { clusteredRows } from "../../support/mixture-data.js";

test("one component seen flat is the mean and covariance of the projected rows", async () => {
  const data = clusteredRows(200, 5, 2, 1);
  const model = await fitGaussianMixture(data, { components: 1, regularization: 0, random: Random.from(1) });
  const view = fitPrincipalComponents(data, { components: 2 });
  const [component] = projectMixture(model, view);
  const flat = computeMoments({ values: projectOnComponents(view, data), columns: 2 });
  assertClose(component!.mean, flat.mean, 1e-12);
  assertClose(component!.covariance, flat.covariance, 1e-11);
  assert.equal(component!.weight, 1);
});

test("variances of one sphere look the same from every side", async () => {
  const data = clusteredRows(200, 5, 2, 1);
  const model = await fitGaussianMixture(data, {
    components: 2,
    covarianceType: "spherical",
    random: Random.from(1),
  });
  const view = fitPrincipalComponents(data, { components: 2 });
  projectMixture(model, view).forEach(({ covariance }, k) => {
    const variance = model.parameters.covariances.data[k]!;
    assertClose(covariance, [variance, 0, 0, variance], 1e-12);
  });
});

test("a view of another width is refused", async () => {
  const data = clusteredRows(50, 3, 2, 1);
  const model = await fitGaussianMixture(data, { components: 1, random: Random.from(1) });
  const view = fitPrincipalComponents(clusteredRows(50, 4, 2, 1), { components: 2 });
  assert.throws(() => projectMixture(model, view), /the view has 4 columns, the mixture 3/);
});
