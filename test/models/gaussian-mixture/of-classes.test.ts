import assert from "node:assert/strict";
import { test } from "node:test";
import { computeMoments } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { assertClose } from "../../support/close.js";
import { clusteredRows } from "../../support/mixture-data.js";

test("each class has its own rows' share, mean and covariance, with the regularisation on the diagonal", async () => {
  const data = clusteredRows(150, 3, 2, 5);
  const model = await gaussianMixture.fitClasses(data, data.labels, { classes: 2, regularisation: 0.25 });
  for (const k of [0, 1]) {
    const rows = [...data.labels.keys()].filter((row) => data.labels[row] === k);
    const values = Float64Array.from(rows.flatMap((row) => [...data.values.subarray(3 * row, 3 * row + 3)]));
    const own = computeMoments({ values, columns: 3 });
    for (let j = 0; j < 3; j++) own.covariance[4 * j]! += 0.25;
    assertClose(model.parameters.weights.data[k]!, rows.length / 150, 1e-14);
    assertClose(model.parameters.means.data.subarray(3 * k, 3 * k + 3), own.mean, 1e-12);
    assertClose(gaussianMixture.componentCovariance(model, k), own.covariance, 1e-12);
  }
});

test("labels out of range, too few, and a class without rows are refused", async () => {
  const data = clusteredRows(4, 2, 2, 1);
  const refused = (labels: number[], pattern: RegExp) =>
    assert.rejects(gaussianMixture.fitClasses(data, labels, { classes: 2 }), pattern);
  await refused([0, 1, 2, 0], /labels\[2\] must be an integer in 0\.\.1, got 2/);
  await refused([0, 1, 0.5, 0], /labels\[2\] must be an integer/);
  await refused([0, 1, 0], /labels must have length 4/);
  await refused([0, 0, 0, 0], /component 1 has lost all its points/);
});

test("the first label is checked like the others", async () => {
  const data = clusteredRows(4, 2, 2, 1);
  await assert.rejects(
    gaussianMixture.fitClasses(data, [2, 1, 0, 1], { classes: 2 }),
    /labels\[0\] must be an integer/,
  );
});
