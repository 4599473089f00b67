import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { AutoencoderConfig, TrainedAutoencoder } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { assertClose } from "../../../support/close.js";
import { smallDataSet } from "../../../support/small-images.js";

const network: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [30], latent: 2 };
const data = smallDataSet(600, 60);
const images = data.test;
let trained: TrainedAutoencoder;

before(async () => {
  const config = { network, epochs: 30, batchSize: 32, learningRate: 3e-3 };
  trained = await vae.fit(data, config, { random: Random.from(1) });
});

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test("every part of the evaluation equals its formula on decoder means, in doubles", () => {
  const evaluation = vae.evaluate(trained, images, Random.from(9));
  const codes = vae.encode(trained, images);
  const sampled = vae.decode(trained, vae.sampleCodes(codes, Random.from(9)));
  const atMean = vae.decode(trained, codes.mean);
  for (let i = 0; i < images.count; i++) {
    let logLikelihood = 0;
    let errorSampled = 0;
    let errorMean = 0;
    for (let j = 64 * i; j < 64 * (i + 1); j++) {
      const x = images.pixels[j]! / 255;
      logLikelihood += x * Math.log(sampled[j]!) + (1 - x) * Math.log1p(-sampled[j]!);
      errorSampled += (x - sampled[j]!) ** 2 / 64;
      errorMean += (x - atMean[j]!) ** 2 / 64;
    }
    let divergence = 0;
    for (const d of [2 * i, 2 * i + 1]) {
      divergence += (Math.exp(codes.logVariance[d]!) + codes.mean[d]! ** 2 - 1 - codes.logVariance[d]!) / 2;
    }
    assertClose(evaluation.expectedLogLikelihood[i]!, logLikelihood, 1e-5, "expected log-likelihood");
    assertClose(evaluation.divergence[i]!, divergence, 1e-5, "KL");
    assertClose(evaluation.elbo[i]!, logLikelihood - divergence, 1e-5, "ELBO");
    assertClose(evaluation.squaredErrorSampled[i]!, errorSampled, 1e-5, "squared error, sampled");
    assertClose(evaluation.squaredErrorMean[i]!, errorMean, 1e-5, "squared error, mean");
  }
});

test("ELBO <= IWAE_10 <= IWAE_1000 on average, and IWAE_1000 meets the quadrature", async () => {
  const { elbo } = vae.evaluate(trained, images, Random.from(1));
  const few = await vae.importanceWeightedBound(trained, images, { samples: 10 }, { random: Random.from(2) });
  const many = await vae.importanceWeightedBound(
    trained,
    images,
    { samples: 1000 },
    { random: Random.from(3) },
  );
  const exact = await vae.logMarginalByQuadrature(trained, images, { from: -8, to: 8, spacing: 0.05 });
  assert.ok(
    mean(elbo) < mean(few) && mean(few) < mean(many) + 0.05,
    `${mean(elbo)} ${mean(few)} ${mean(many)}`,
  );
  assertClose(mean(many), mean(exact), 0.05 / Math.abs(mean(exact)), "mean of IWAE_1000 against quadrature");
});

test("the quadrature has converged: half the spacing changes nothing", async () => {
  const coarse = await vae.logMarginalByQuadrature(trained, images, { from: -7, to: 7, spacing: 0.1 });
  const fine = await vae.logMarginalByQuadrature(trained, images, { from: -8, to: 8, spacing: 0.05 });
  assertClose(coarse, fine, 1e-3, "ln p(x)");
});

test("the quadrature of a decoder that ignores its code is the likelihood itself", async () => {
  const blind = {
    ...trained,
    parameters: Object.fromEntries(
      Object.entries(trained.parameters).map(([name, { shape, data: values }]) => [
        name,
        {
          shape,
          data: values.map((v) =>
            name.startsWith("decoder.logits") ? 0.5 * Math.sign(v) * Number(name.endsWith("bias")) : v,
          ),
        },
      ]),
    ),
  };
  const marginal = await vae.logMarginalByQuadrature(blind, images, { from: -8, to: 8, spacing: 0.1 });
  const bias = blind.parameters["decoder.logits.bias"]!.data;
  for (let i = 0; i < images.count; i++) {
    let expected = 0;
    for (let j = 0; j < 64; j++)
      expected += (images.pixels[64 * i + j]! / 255) * bias[j]! - Math.log1p(Math.exp(bias[j]!));
    assertClose(marginal[i]!, expected, 1e-5, "ln p(x)");
  }
});

test("wrong sizes and dimensions are refused by name", async () => {
  const larger = smallDataSet(10, 10).test;
  const wrong = { ...larger, rows: 4, columns: 16 };
  assert.throws(() => vae.encode(trained, wrong), /encode: the model is built for 8 x 8 pixels/);
  assert.throws(
    () => vae.decode(trained, [1, 2, 3]),
    /decode: codes must hold a multiple of 2 numbers, got 3/,
  );
  assert.throws(() => vae.decode(trained, [Number.NaN, 0]), /codes\[0\] must be finite/);
  await assert.rejects(
    vae.importanceWeightedBound(trained, images, { samples: 0 }, { random: Random.from(1) }),
    /samples/,
  );
  await assert.rejects(
    vae.logMarginalByQuadrature(trained, images, { from: 1, to: 0, spacing: 0.1 }),
    /upwards/,
  );
});

test("a reconstruction is the decoded mean code, and the log-density the refined quadrature", async () => {
  assert.deepEqual(vae.reconstruct(trained, images), vae.decode(trained, vae.encode(trained, images).mean));
  const rule = { ...vae.refinedGrid, from: -4, to: 4, spacing: 0.2 };
  const { logMarginal } = await vae.logMarginalByRefinedQuadrature(trained, images, rule);
  assert.deepEqual(await vae.logDensity(trained, images, { rule }), logMarginal);
});
