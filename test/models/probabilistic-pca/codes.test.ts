import assert from "node:assert/strict";
import { test } from "node:test";
import {
  codePosterior,
  computeMoments,
  decodeCodes,
  fitProbabilisticPca,
  pcaCovariance,
  projectionCodes,
  reconstructionError,
  samplePca,
  samplePosteriorCodes,
  samplingError,
} from "pml/models";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { assertClose } from "../../support/close.js";
import { correlatedRows, invert } from "../../support/gaussian.js";

const columns = 5;
const components = 2;
const model = fitProbabilisticPca(computeMoments({ values: correlatedRows(60, columns, 1), columns }), {
  components,
});
const { mean, weights } = model.parameters;
const rows = { values: correlatedRows(30, columns, 2), columns };

test("the posterior is the conditional of the joint normal of z and x", () => {
  const { inverse } = invert(pcaCovariance(model), columns);
  // E[z | x] = W^T C^-1 (x - mean), cov = I - W^T C^-1 W
  const gain = new Float64Array(components * columns);
  for (let m = 0; m < components; m++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < columns; k++)
        gain[m * columns + j]! += weights.data[k * components + m]! * inverse[k * columns + j]!;
  const { means, covariance } = codePosterior(model, rows);
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
        expected -= gain[m * columns + j]! * weights.data[j * components + n]!;
      assertClose(covariance[m * components + n]!, expected, 1e-12);
    }
  }
});

test("decoding is W z + mean, and the mean for z = 0", () => {
  assertClose(decodeCodes(model, new Float64Array(components)), mean.data, 1e-15);
  const image = decodeCodes(model, Float64Array.of(0.5, -2));
  for (let j = 0; j < columns; j++) {
    const [first, second] = [weights.data[j * components]!, weights.data[j * components + 1]!];
    assertClose(image[j]!, mean.data[j]! + 0.5 * first - 2 * second, 1e-14);
  }
});

test("projection codes give a row of the model's plane back, and the smallest error of all codes", () => {
  const codes = Random.from(1).fillNormal(new Float64Array(8));
  const inPlane = { values: decodeCodes(model, codes), columns };
  assertClose(projectionCodes(model, inPlane), codes, 1e-12);
  const best = reconstructionError(model, rows, projectionCodes(model, rows));
  const { means } = codePosterior(model, rows);
  assert.ok(best < reconstructionError(model, rows, means));
  assert.ok(reconstructionError(model, rows, means) < reconstructionError(model, rows, new Float64Array(60)));
});

test("sampled codes scatter about the posterior means as they should", () => {
  const { means, covariance } = codePosterior(model, rows);
  const draws = 2000;
  const sums = new Float64Array(4);
  let error = 0;
  for (let d = 0; d < draws; d++) {
    const sampled = samplePosteriorCodes(model, rows, Random.from(3).split(d));
    for (let i = 0; i < 30; i++) {
      const a = sampled[2 * i]! - means[2 * i]!;
      const b = sampled[2 * i + 1]! - means[2 * i + 1]!;
      sums[0]! += a * a;
      sums[1]! += a * b;
      sums[3]! += b * b;
    }
    if (d < 300) error += reconstructionError(model, rows, sampled) / 300;
  }
  sums[2] = sums[1]!;
  const largest = Math.max(...covariance);
  covariance.forEach((entry, i) => {
    assert.ok(Math.abs(sums[i]! / (draws * 30) - entry) < 0.03 * largest, `${i}`);
  });
  const expected = reconstructionError(model, rows, means) + samplingError(model);
  assert.ok(Math.abs(error / expected - 1) < 0.02, `${error} ${expected}`);
});

test("samples repeat with their seed; without noise they are decoded codes", () => {
  const draw = (seed: number) => samplePca(model, 3, Random.from(seed), { noise: false });
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  assertClose(draw(1).values, decodeCodes(model, draw(1).codes), 0);
});

test("shapes that do not fit are refused", () => {
  assert.throws(() => decodeCodes(model, new Float64Array(3)), /whole codes of 2 numbers, got 3/);
  assert.throws(() => reconstructionError(model, rows, new Float64Array(3)), /30 codes of 2 numbers, got 3/);
  assert.throws(() => codePosterior(model, { values: new Float64Array(4), columns: 4 }), InputError);
  assert.throws(() => samplePca(model, 0, Random.from(1)), InputError);
});
