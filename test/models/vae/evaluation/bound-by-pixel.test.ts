import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataSet } from "pml/data";
import { dequantisationStream } from "pml/data";
import type { AutoencoderConfig, LikelihoodConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { assertClose } from "../../../support/close.js";
import { smallDataSet } from "../../../support/small-images.js";

const plain: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [12], latent: 2 };
const data: DataSet = smallDataSet(120, 60);
const fitted = (network: AutoencoderConfig) =>
  vae.fit(data, { network, epochs: 2, batchSize: 30, learningRate: 3e-3 }, { random: Random.from(1) });
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

for (const kind of ["bernoulli", "continuous-bernoulli"] as const) {
  test(`${kind}: pixels and code add up to the bound of the same draws`, async () => {
    const model = await fitted({ ...plain, likelihood: { kind } });
    const hooks = kind === "bernoulli" ? {} : { dequantisation: dequantisationStream(0) };
    const { pixels, divergence } = vae.boundByPixel(model, data.test, Random.from(3), hooks);
    const whole = vae.evaluate(model, data.test, Random.from(3), hooks);
    assert.equal(pixels.length, 64);
    const reconstruction = pixels.reduce((sum, nats) => sum + nats, 0);
    assertClose(-reconstruction, mean(whole.expectedLogLikelihood), 1e-5, "all pixels");
    assertClose(divergence, mean(whole.divergence), 1e-5, "KL");
  });
}

test("each pixel has its own term: the cross-entropy of its level and the decoder's mean", async () => {
  const model = await fitted(plain);
  const { pixels } = vae.boundByPixel(model, data.test, Random.from(3));
  const means = vae.decode(model, vae.sampleCodes(vae.encode(model, data.test), Random.from(3)));
  for (const pixel of [0, 9, 27, 63]) {
    let nats = 0;
    for (let i = 0; i < data.test.count; i++) {
      const x = data.test.pixels[64 * i + pixel]! / 255;
      const p = means[64 * i + pixel]!;
      nats -= (x * Math.log(p) + (1 - x) * Math.log1p(-p)) / data.test.count;
    }
    assertClose(pixels[pixel]!, nats, 1e-4, `pixel ${pixel}`);
  }
});

test("images of another size and a Gaussian decoder are refused", async () => {
  const likelihood: LikelihoodConfig = { kind: "gaussian", varianceFloor: 1e-2 };
  const gaussian = await fitted({ ...plain, likelihood });
  const hooks = { dequantisation: dequantisationStream(0) };
  assert.throws(() => vae.boundByPixel(gaussian, data.test, Random.from(1), hooks), /boundByPixel.*own/);
  const other = { ...data.test, rows: 4, columns: 16 };
  assert.throws(() => vae.boundByPixel(gaussian, other, Random.from(1), hooks), /8 x 8/);
});
