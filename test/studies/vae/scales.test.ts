import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { binarisedData } from "pml/data";
import type { AutoencoderConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { compareScales, type ScalePlan, type ScalesSetting, trainedForScale } from "pml/studies";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const checkpoints = mkdtempSync(join(tmpdir(), "vae-scales-"));
after(() => rmSync(checkpoints, { recursive: true }));
const context = { data: smallDataSet(300, 60), checkpoints, progress: () => ({ update() {}, finish() {} }) };

const small: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [10], latent: 2 };
const plans: readonly ScalePlan[] = [
  { model: "VAE", likelihood: { kind: "bernoulli" }, data: "threshold", seed: 1 },
  { model: "VAE", likelihood: { kind: "continuous-bernoulli" }, data: "dequantised", seed: 1 },
];
const setting: ScalesSetting = {
  models: { VAE: small, CVAE: { ...small, hidden: [6] } },
  plans,
  training: { epochs: 3, batchSize: 50, learningRate: 3e-3 },
  grid: { from: -6, to: 6, spacing: 0.2, blockSteps: 3, refinement: 4, margin: 30 },
  draws: 2,
  checkedImages: 12,
  samples: [1, 20, 2000],
};
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

test("rows tell the scale they are on; the likelihood is the plain quadrature's, above its bound", async () => {
  const { rows, checks } = await compareScales(context, setting);
  assert.deepEqual(
    rows.map(({ scale }) => scale),
    ["bits", "grey levels"],
  );
  const [bits, levels] = rows as [(typeof rows)[0], (typeof rows)[0]];
  const data = binarisedData(context.data, "threshold");
  const model = await trainedForScale(plans[0]!, data, { setting, context });
  const plain = await vae.logMarginalByQuadrature(model, data.test, { from: -6, to: 6, spacing: 0.05 });
  assertClose(bits.logLikelihood.mean, mean(plain), 1e-5, "ln p(x)");
  assertClose(bits.bitsPerDimension, -bits.logLikelihood.mean / (64 * Math.LN2), 1e-12);
  assertClose(levels.bitsPerDimension, 8 - levels.logLikelihood.mean / (64 * Math.LN2), 1e-12);
  assertClose(levels.logLikelihood.mean, mean(levels.byDraw), 1e-9, "the mean over the draws");
  for (const { logLikelihood, elbo, gapByDigit, convergence, leftOut } of rows) {
    // the bound is of one sampled code an image: only its mean must lie below
    assert.ok(elbo.mean < logLikelihood.mean, `${elbo.mean} < ${logLikelihood.mean}`);
    const { labels } = context.data.test;
    const gap = mean(Array.from(labels, (label) => gapByDigit[label]!));
    assertClose(gap, logLikelihood.mean - elbo.mean, 1e-9, "the gaps of the digits average to that of all");
    const { steps } = convergence;
    assertClose(steps[2]!.mean, steps[3]!.mean, 1e-4, "half the spacing changes nothing");
    assert.ok(leftOut < 1e-6);
  }
  for (const { quadrature, located, largestDifference, encoder } of checks) {
    assert.ok(Math.abs(quadrature - located.mean) < 0.05 && largestDifference < 0.3);
    const [one, twenty, most] = encoder.map((bound) => bound.mean) as [number, number, number];
    assert.ok(one < twenty && twenty < most && most < quadrature + 0.1, "bounds rise to ln p(x)");
  }
});
