import assert from "node:assert/strict";
import { test } from "node:test";
import { imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as kMeans from "pml/models/k-means";
import { Random } from "pml/random";
import { mixtureCentres, mixtureStarts, readStudy, summariseCentres } from "pml/studies";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const data = smallDataSet(200, 40);
const context = { data, checkpoints: "", progress: () => ({ update() {}, finish() {} }) };

test("the centres are those that the mixture's EM begins with, and errors and counts are theirs", async () => {
  const [first] = await summariseCentres(3, context);
  const rows = imageRows(data.train);
  const stream = () => Random.from(1).split("gaussian mixture");
  const { parameters } = await kMeans.fit(rows, { clusters: 3 }, { random: stream().split("start", 1) });
  const centres = parameters.centres.data as Float64Array;
  const options = { components: 3, regularisation: 10, maxIterations: 3 };
  const fits = await Promise.all(
    (["k-means", { means: centres }] as const).map((start) =>
      gaussianMixture.fit(rows, { ...options, start }, { random: stream() }),
    ),
  );
  assert.deepEqual(fits[0]!.history, fits[1]!.history);
  const pixels = data.test.rows * data.test.columns;
  let error = 0;
  for (let i = 0; i < data.test.count; i++) {
    const distances = [0, 1, 2].map((k) => {
      let square = 0;
      for (let j = 0; j < pixels; j++)
        square += (data.test.pixels[i * pixels + j]! - centres[k * pixels + j]!) ** 2;
      return square;
    });
    error += Math.min(...distances);
  }
  assertClose(first!.mse, error / data.test.count / pixels / 255 ** 2, 1e-6);
  assert.equal(
    first!.byDigit.flat().reduce((sum, count) => sum + count, 0),
    data.test.count,
  );
});

test("from each start EM leaves a worse reconstruction and a lower purity than its ten centres had", () => {
  const mixtures = readStudy(mixtureStarts).result;
  const centres = readStudy(mixtureCentres).result;
  assert.deepEqual(
    centres.map(({ seed }) => seed),
    mixtures.map(({ seed }) => seed),
  );
  mixtures.forEach(({ mse, purity, adjustedRandIndex }, i) => {
    assert.ok(centres[i]!.mse < mse - 0.005, `${centres[i]!.mse} against ${mse}`);
    assert.ok(centres[i]!.purity > purity + 0.05, `${centres[i]!.purity} against ${purity}`);
    assert.ok(centres[i]!.adjustedRandIndex > adjustedRandIndex + 0.05);
  });
});
