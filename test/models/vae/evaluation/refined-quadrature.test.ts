import assert from "node:assert/strict";
import { before, test } from "node:test";
import { dequantisationStream, dequantise, firstImages } from "pml/data";
import { continuousBernoulliLogDensity, logSumExp } from "pml/math";
import {
  type AutoencoderConfig,
  parameterArray,
  type RefinedGridRule,
  type TrainedAutoencoder,
} from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { type LikelihoodConfig, pixelLogVariance } from "#internal/models/vae/likelihood";
import { assertClose } from "../../../support/close.js";
import { smallDataSet } from "../../../support/small-images.js";

const config = (likelihood?: LikelihoodConfig): AutoencoderConfig => ({
  kind: "vae",
  rows: 8,
  columns: 8,
  hidden: [12],
  latent: 2,
  ...(likelihood && { likelihood }),
});
const data = smallDataSet(600, 20);
const images = data.test;
const dequantisation = dequantisationStream(0);
const rule: RefinedGridRule = { ...vae.refinedGrid, from: -8, to: 8, spacing: 0.1, margin: 15 };

const densities: Record<"continuous" | "narrow", LikelihoodConfig> = {
  continuous: { kind: "continuous-bernoulli" },
  narrow: { kind: "gaussian", varianceFloor: 1e-5 },
};
const trained: Partial<Record<"bernoulli" | "continuous" | "narrow", TrainedAutoencoder>> = {};

before(async () => {
  const training = { epochs: 12, batchSize: 32, learningRate: 3e-3 };
  const fit = (network: AutoencoderConfig) =>
    vae.fit(data, { network, ...training }, { random: Random.from(1) });
  trained.bernoulli = await fit(config());
  for (const name of ["continuous", "narrow"] as const) trained[name] = await fit(config(densities[name]));
  // so few steps leave the variances where they began; sd 0.011 makes posteriors as narrow as a long training does
  const { narrow } = trained as { narrow: TrainedAutoencoder };
  const variances = { [pixelLogVariance]: parameterArray(new Float32Array(64).fill(-9), 64) };
  trained.narrow = { ...narrow, parameters: { ...narrow.parameters, ...variances } };
});

const hooks = (name: keyof typeof trained) => (name === "bernoulli" ? {} : { dequantisation });
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The decoder of the toy by hand, in doubles: 2 - 12 - 64. */
function logitsAt({ parameters }: TrainedAutoencoder, z: readonly number[]): number[] {
  const layer = (name: string, input: readonly number[], units: number) =>
    Array.from({ length: units }, (_, u) =>
      input.reduce(
        (sum, value, i) => sum + value * parameters[`${name}.weight`]!.data[i * units + u]!,
        parameters[`${name}.bias`]!.data[u]!,
      ),
    );
  const hiddenUnits = layer("decoder.hidden1", z, 12).map((value) => Math.max(0, value));
  return layer("decoder.logits", hiddenUnits, 64);
}

test("it is the integral: a plain sum in doubles over a grid, with the decoder and the density written out", async () => {
  const some = firstImages(images, 2);
  const model = trained.continuous!;
  const { logMarginal } = await vae.logMarginalByRefinedQuadrature(model, some, rule, { dequantisation });
  const values = dequantise(some.pixels, Random.restore(dequantisation.state()));
  const spacing = 0.08;
  const perAxis = 151;
  const terms = Array.from({ length: some.count }, () => [] as number[]);
  for (let p = 0; p < perAxis * perAxis; p++) {
    const z = [p % perAxis, Math.floor(p / perAxis)].map((step) => spacing * (step - (perAxis - 1) / 2));
    const logits = logitsAt(model, z);
    const prior = -Math.log(2 * Math.PI) - (z[0]! ** 2 + z[1]! ** 2) / 2 + 2 * Math.log(spacing);
    terms.forEach((own, i) => {
      own.push(
        logits.reduce(
          (sum, logit, j) => sum + continuousBernoulliLogDensity(values[64 * i + j]!, logit),
          prior,
        ),
      );
    });
  }
  terms.forEach((own, i) => {
    assert.ok(
      Math.abs(logMarginal[i]! - logSumExp(own)) < 2e-3,
      `image ${i}: ${logMarginal[i]} and ${logSumExp(own)}`,
    );
  });
});

test("it agrees with the sum over the whole plane, from a fraction of the terms", async () => {
  for (const name of ["bernoulli", "continuous"] as const) {
    const refined = await vae.logMarginalByRefinedQuadrature(trained[name]!, images, rule, hooks(name));
    const whole = await vae.logMarginalByQuadrature(
      trained[name]!,
      images,
      { from: -8, to: 8, spacing: 0.05 },
      hooks(name),
    );
    refined.logMarginal.forEach((value, i) => {
      assert.ok(Math.abs(value - whole[i]!) < 2e-3, `${name}, image ${i}: ${value} and ${whole[i]}`);
    });
    assert.ok(
      refined.leftOut.every((share) => share < 1e-3),
      `${refined.leftOut}`,
    );
    assert.equal(refined.atBorder, 0);
    assert.ok(refined.blocksPerImage < 400 / 3, `${refined.blocksPerImage} of 400 blocks`);
  }
});

test("narrow posteriors: halving the spacing changes nothing, where a plane at 0.1 is off by nats", async () => {
  const model = trained.narrow!;
  const fine = await vae.logMarginalByRefinedQuadrature(
    model,
    images,
    { ...rule, refinement: 16 },
    { dequantisation },
  );
  const finer = await vae.logMarginalByRefinedQuadrature(
    model,
    images,
    { ...rule, refinement: 32 },
    { dequantisation },
  );
  fine.logMarginal.forEach((value, i) => {
    const other = finer.logMarginal[i]!;
    assert.ok(Math.abs(value - other) < 5e-3, `image ${i}: ${value} and ${other}`);
  });
  const plane = await vae.logMarginalByQuadrature(
    model,
    images,
    { from: -8, to: 8, spacing: 0.1 },
    { dequantisation },
  );
  const off = plane.map((value, i) => Math.abs(value - finer.logMarginal[i]!));
  assert.ok(mean(off) > 0.3, `the plane is off by ${mean(off)} nats on average`);
});

test("the importance-weighted bound with located samples meets it for every decoder", async () => {
  const grid = { from: -8, to: 8, spacing: 0.05 };
  const some = firstImages(images, 4);
  for (const name of ["bernoulli", "continuous", "narrow"] as const) {
    const fine = { ...rule, refinement: 16 };
    const { logMarginal } = await vae.logMarginalByRefinedQuadrature(trained[name]!, some, fine, hooks(name));
    const options = { samples: 4000, grid };
    const random = Random.from(5);
    const located = await vae.locatedImportanceBound(trained[name]!, some, options, {
      random,
      ...hooks(name),
    });
    const errors = located.bound.map((value, i) => (value - logMarginal[i]!) / located.standardError[i]!);
    assert.ok(
      errors.every((error) => Math.abs(error) < 6),
      `${name}: ${errors}`,
    );
    assertClose(mean(located.bound), mean(logMarginal), 0.05 / Math.abs(mean(logMarginal)), name);
  }
});

test("a scan that ends before the posterior does is reported", async () => {
  const model = trained.continuous!;
  const cut = await vae.logMarginalByRefinedQuadrature(
    model,
    images,
    { ...rule, from: -0.4, to: 0.4 },
    { dequantisation },
  );
  assert.ok(cut.atBorder > 0);
});

test("a rule that cannot be is refused by name", async () => {
  const model = trained.bernoulli!;
  const refused = (change: Partial<RefinedGridRule>, message: RegExp) =>
    assert.rejects(vae.logMarginalByRefinedQuadrature(model, images, { ...rule, ...change }), message);
  await refused({ from: 1, to: 0 }, /upwards/);
  await refused({ spacing: 0 }, /spacing/);
  await refused({ refinement: 0 }, /refinement/);
  await refused({ margin: -1 }, /margin/);
  await assert.rejects(
    vae.logMarginalByRefinedQuadrature(trained.continuous!, images, rule),
    /grey levels as they are/,
  );
});
