import assert from "node:assert/strict";
import { test } from "node:test";
import type { AutoencoderConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { pixelLogVariance } from "#internal/models/vae/likelihood";
import { continuousBernoulliQuantile } from "#internal/models/vae/sample";
import { smallDataSet } from "../../support/small-images.js";

const base: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [10], latent: 2 };
const training = { epochs: 2, batchSize: 50, learningRate: 3e-3 };
const trainedWith = (likelihood: AutoencoderConfig["likelihood"]) =>
  vae.fit(
    smallDataSet(200, 20),
    { network: { ...base, ...(likelihood && { likelihood }) }, ...training },
    { random: Random.from(1) },
  );

/** Distribution function of the continuous Bernoulli with logit eta: (e^(eta x) - 1) / (e^eta - 1). */
const distribution = (x: number, eta: number) => Math.expm1(eta * x) / Math.expm1(eta);

test("the continuous Bernoulli's quantile undoes its distribution function, for logits of any size", () => {
  for (const logit of [-300, -20, -1, -1e-6, 1e-6, 0.5, 20, 300])
    for (const u of [1e-6, 0.2, 0.5, 0.9]) {
      const x = continuousBernoulliQuantile(u, logit);
      assert.ok(x >= 0 && x <= 1, `${x} for u ${u}, logit ${logit}`);
      assert.ok(Math.abs(distribution(x, logit) - u) < 1e-9, `u ${u}, logit ${logit}`);
    }
  assert.equal(continuousBernoulliQuantile(0.3, 0), 0.3);
  assert.equal(continuousBernoulliQuantile(1, 1000), 1);
  // ln(u) / eta for a logit whose exponential overflows
  assert.ok(Math.abs(continuousBernoulliQuantile(0.5, 1000) - (1 - Math.LN2 / 1000)) < 1e-12);
  assert.throws(() => continuousBernoulliQuantile(1.5, 1), /u must be in \[0, 1\], got 1.5/);
});

/** (sample - mean) over its standard error, pixel by pixel, must look standard normal. */
function assertCentred(
  values: Float64Array,
  means: Float32Array,
  variance: (mean: number, pixel: number) => number,
) {
  const sums = new Float64Array(64);
  const variances = new Float64Array(64);
  values.forEach((value, i) => {
    sums[i % 64]! += value - means[i]!;
    variances[i % 64]! += variance(means[i]!, i % 64);
  });
  const scores = sums.map((sum, pixel) => sum / Math.sqrt(variances[pixel]!));
  assert.ok(
    scores.every((score) => Math.abs(score) < 4.5),
    `${scores}`,
  );
}

test("bits have the decoder's probabilities, normal pixels its means and variances", async () => {
  const count = 2000;
  const bits = vae.sample(await trainedWith(undefined), count, Random.from(1));
  assert.ok(bits.values.every((bit) => bit === 0 || bit === 1));
  assertCentred(bits.values, bits.means, (p) => p * (1 - p));
  const model = await trainedWith({ kind: "gaussian", varianceFloor: 1e-3 });
  const grey = vae.sample(model, count, Random.from(2));
  const variances = Array.from(model.parameters[pixelLogVariance]!.data, (s) => 1e-3 + Math.exp(s));
  assertCentred(grey.values, grey.means, (_, pixel) => variances[pixel]!);
  const squares = new Float64Array(64);
  grey.values.forEach((value, i) => {
    squares[i % 64]! += (value - grey.means[i]!) ** 2 / variances[i % 64]! / count;
  });
  assert.ok(squares.every((square) => Math.abs(square - 1) < 4.5 * Math.sqrt(2 / count)));
});

test("pixels of a continuous Bernoulli have its means; codes are standard normal and decode to the means", async () => {
  const model = await trainedWith({ kind: "continuous-bernoulli" });
  const { codes, means, values } = vae.sample(model, 2000, Random.from(3));
  // no variance of a density on [0, 1] exceeds m (1 - m)
  assertCentred(values, means, (mean) => mean * (1 - mean));
  assert.deepEqual(means.subarray(0, 640), vae.decode(model, codes.subarray(0, 20)));
  const square = codes.reduce((sum, z) => sum + z * z, 0) / codes.length;
  assert.ok(Math.abs(square - 1) < 4 * Math.sqrt(2 / codes.length));
  const again = vae.sample(model, 2000, Random.from(3));
  assert.deepEqual(again.values, values);
  assert.throws(() => vae.sample(model, 0, Random.from(1)), /count/);
});
