import assert from "node:assert/strict";
import { test } from "node:test";
import { computeMoments } from "pml/models";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { fitToMoments } from "#internal/models/probabilistic-pca/fit";
import { assertClose } from "../../support/close.js";
import { correlatedRows, invert } from "../../support/gaussian.js";

const columns = 5;
const components = 2;
const model = fitToMoments(computeMoments({ values: correlatedRows(60, columns, 1), columns }), {
  components,
});
const { mean, loadings } = model.parameters;
const rows = { values: correlatedRows(30, columns, 2), columns };

test("the posterior is the conditional of the joint normal of z and x", () => {
  const { inverse } = invert(probabilisticPca.covariance(model), columns);
  // E[z | x] = W^T C^-1 (x - mean), cov = I - W^T C^-1 W
  const gain = new Float64Array(components * columns);
  for (let m = 0; m < components; m++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < columns; k++)
        gain[m * columns + j]! += loadings.data[k * components + m]! * inverse[k * columns + j]!;
  const { mean: means, covariance } = probabilisticPca.encode(model, rows);
  for (let i = 0; i < 30; i++) {
    for (let m = 0; m < components; m++) {
      let expected = 0;
      for (let j = 0; j < columns; j++)
        expected += gain[m * columns + j]! * (rows.values[i * columns + j]! - mean.data[j]!);
      assertClose(means[i * components + m]!, expected, 1e-11);
    }
  }
  for (let m = 0; m < components; m++) {
    for (let n = 0; n < components; n++) {
      let expected = m === n ? 1 : 0;
      for (let j = 0; j < columns; j++)
        expected -= gain[m * columns + j]! * loadings.data[j * components + n]!;
      assertClose(covariance[m * components + n]!, expected, 1e-12);
    }
  }
});

test("decoding is W z + mean, and the mean for z = 0", () => {
  assertClose(probabilisticPca.decode(model, new Float64Array(components)), mean.data, 1e-15);
  const image = probabilisticPca.decode(model, Float64Array.of(0.5, -2));
  for (let j = 0; j < columns; j++) {
    const [first, second] = [loadings.data[j * components]!, loadings.data[j * components + 1]!];
    assertClose(image[j]!, mean.data[j]! + 0.5 * first - 2 * second, 1e-14);
  }
});

test("projection codes give a row of the model's plane back, and the smallest error of all codes", () => {
  const codes = Random.from(1).fillNormal(new Float64Array(8));
  const inPlane = { values: probabilisticPca.decode(model, codes), columns };
  assertClose(probabilisticPca.projectionCodes(model, inPlane), codes, 1e-12);
  const best = probabilisticPca.reconstructionError(
    model,
    rows,
    probabilisticPca.projectionCodes(model, rows),
  );
  const { mean: means } = probabilisticPca.encode(model, rows);
  assert.ok(best < probabilisticPca.reconstructionError(model, rows, means));
  assert.ok(
    probabilisticPca.reconstructionError(model, rows, means) <
      probabilisticPca.reconstructionError(model, rows, new Float64Array(60)),
  );
});

test("sampled codes scatter about the posterior means as they should", () => {
  const posterior = probabilisticPca.encode(model, rows);
  const { mean: means, covariance } = posterior;
  const draws = 2000;
  const sums = new Float64Array(4);
  let error = 0;
  for (let d = 0; d < draws; d++) {
    const sampled = probabilisticPca.sampleCodes(posterior, Random.from(3).split(d));
    for (let i = 0; i < 30; i++) {
      const a = sampled[2 * i]! - means[2 * i]!;
      const b = sampled[2 * i + 1]! - means[2 * i + 1]!;
      sums[0]! += a * a;
      sums[1]! += a * b;
      sums[3]! += b * b;
    }
    if (d < 300) error += probabilisticPca.reconstructionError(model, rows, sampled) / 300;
  }
  sums[2] = sums[1]!;
  const largest = Math.max(...covariance);
  covariance.forEach((entry, i) => {
    assert.ok(Math.abs(sums[i]! / (draws * 30) - entry) < 0.03 * largest, `${i}`);
  });
  const expected =
    probabilisticPca.reconstructionError(model, rows, means) + probabilisticPca.samplingError(model);
  assert.ok(Math.abs(error / expected - 1) < 0.02, `${error} ${expected}`);
});

test("samples repeat with their seed, and scatter about their decoded codes with the noise variance", () => {
  const draw = (seed: number, count = 3) => probabilisticPca.sample(model, count, Random.from(seed));
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  const { codes, values } = draw(3, 4000);
  const means = probabilisticPca.decode(model, codes);
  const variance = values.reduce((sum, value, i) => sum + (value - means[i]!) ** 2, 0) / values.length;
  assert.ok(Math.abs(variance / model.parameters.noiseVariance.data[0]! - 1) < 0.05, `${variance}`);
});

test("a reconstruction is the decoded posterior mean", () => {
  const { mean: means } = probabilisticPca.encode(model, rows);
  assert.deepEqual(probabilisticPca.reconstruct(model, rows), probabilisticPca.decode(model, means));
});

test("shapes that do not fit are refused", () => {
  assert.throws(() => probabilisticPca.decode(model, new Float64Array(3)), /whole codes of 2 numbers, got 3/);
  assert.throws(
    () => probabilisticPca.reconstructionError(model, rows, new Float64Array(3)),
    /30 codes of 2 numbers, got 3/,
  );
  assert.throws(
    () => probabilisticPca.encode(model, { values: new Float64Array(4), columns: 4 }),
    InputError,
  );
  assert.throws(() => probabilisticPca.sample(model, 0, Random.from(1)), InputError);
});
