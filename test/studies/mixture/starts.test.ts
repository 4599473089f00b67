import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { median } from "pml/math";
import { imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { mixtureStarts, summariseStarts } from "pml/studies";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const checkpoints = mkdtempSync(join(tmpdir(), "mixture-starts-"));
after(() => rmSync(checkpoints, { recursive: true }));
const context = { data: smallDataSet(200, 40), checkpoints, progress: () => ({ update() {}, finish() {} }) };
const recipe = { components: 3, regularisation: 10, maxIterations: 8 };

test("every start is summarised as its own model says", async () => {
  const summaries = await summariseStarts(recipe, context);
  assert.deepEqual(
    summaries.map(({ seed }) => seed),
    mixtureStarts.seeds,
  );
  assert.equal(summaries[0]!.agreementWithFirst, 1);
  assert.ok(new Set(summaries.map(({ lowerBound }) => lowerBound)).size > 1, "all starts end alike");
  const last = summaries[summaries.length - 1]!;
  const { train, test: images } = context.data;
  const model = await gaussianMixture.fitOrLoad(
    train,
    { ...recipe, seed: last.seed },
    { folder: checkpoints },
  );
  const { logLikelihood } = await gaussianMixture.evaluate(model, imageRows(images));
  assertClose(last.testScore, logLikelihood.reduce((sum, value) => sum + value, 0) / images.count, 1e-12);
  assert.equal(last.testMedian, median(logLikelihood));
  assert.equal(last.lowerBound, model.history[model.history.length - 1]!.meanLogLikelihood);
  assert.ok(last.mse > 0 && last.mse < 0.25 && last.purity >= 0.5 && last.certainShare > 0);
});
