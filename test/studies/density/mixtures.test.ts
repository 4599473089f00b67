import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type DataSet, dataSet, imageSet } from "pml/data";
import { Random } from "pml/random";
import { compareDensities, type DensityPlan, densityMixtures, mixtureFloor, readStudy } from "pml/studies";

const checkpoints = mkdtempSync(join(tmpdir(), "density-mixtures-"));
after(() => rmSync(checkpoints, { recursive: true }));

/** Images of 3 x 3 pixels of four kinds, each with a brightness of its own; one pixel is always black. */
function smallSet(name: string, count: number, random: Random) {
  const pixels = new Uint8Array(count * 9);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 4;
    const brightness = 0.7 + 0.3 * random.uniform();
    for (let j = 0; j < 8; j++) {
      const grey = (j + labels[i]!) % 4 < 2 ? 250 : 20;
      pixels[i * 9 + j] = Math.max(0, Math.min(255, brightness * grey + 9 * random.normal()));
    }
  }
  return imageSet({ name, rows: 3, columns: 3, pixels, labels });
}

const random = Random.from(1);
const data: DataSet = dataSet("small", smallSet("train", 800, random), smallSet("test", 200, random));
const plan: DensityPlan = {
  validationImages: 200,
  draws: 3,
  components: [1, 2, 5],
  factors: {
    sizes: [
      { components: 1, factors: 1, seeds: [1] },
      { components: 4, factors: 2, seeds: [1, 2] },
    ],
    floors: [1e-1, 1e-3, 1e-5],
    tolerance: 1e-3,
    maxIterations: 30,
  },
  bits: {
    sizes: [
      { components: 1, seeds: [1] },
      { components: 4, seeds: [1] },
    ],
    pseudoCounts: [1, 100],
    tolerance: 1e-4,
    maxIterations: 50,
  },
};
const context = {
  data,
  checkpoints,
  progress: () => ({ update: () => {}, finish: () => {} }),
};
const result = compareDensities(context, plan);

test("validation chooses floors, latent dimensions and pseudo-counts; the choice is refitted to all images", async () => {
  const { split, validated, refitted } = await result;
  assert.deepEqual(split, { fit: 600, validation: 200 });
  assert.equal(validated.length, 3 + 3 * (3 + 2) + 2 * 2 * 2);
  assert.ok(validated.every(({ images, validation }) => images === 600 && validation.count === 200));
  assert.ok(refitted.every(({ images, test }) => images === 800 && test.count === 200));
  const identity = ["components", "factors"] as const;
  for (const record of refitted) {
    if (record.name === "probabilistic-pca" && record.config.components === 2) continue;
    const rivals = validated.filter(
      ({ name, data, seed, config }) =>
        name === record.name &&
        data === record.data &&
        seed === record.seed &&
        (name === "probabilistic-pca" || identity.every((key) => config[key] === record.config[key])),
    );
    assert.ok(rivals.length > 1);
    const best = rivals.reduce((a, b) => (b.validation.mean > a.validation.mean ? b : a));
    assert.deepEqual(record.config, best.config);
  }
  assert.ok(refitted.some(({ name, config }) => name === "probabilistic-pca" && config.components === 2));
});

test("kinds are worth components: on both scales four beat one, and no floor above the images' variance is chosen", async () => {
  const { refitted } = await result;
  const testMean = (name: string, data: string, components: number) =>
    refitted.find(
      (record) => record.name === name && record.data === data && record.config.components === components,
    )!.test.mean;
  for (const [name, data] of [
    ["factor-mixture", "dequantised"],
    ["bernoulli-mixture", "stochastic"],
    ["bernoulli-mixture", "threshold"],
  ] as const)
    assert.ok(testMean(name, data, 4) > testMean(name, data, 1) + 0.5, `${name}, ${data}`);
  for (const { name, config } of refitted) {
    if (name === "factor-mixture") assert.notEqual(config.varianceFloor, 1e-1);
    if (name === "bernoulli-mixture") assert.equal(config.pseudoCount, 1);
  }
});

test("a guard costs no more than ln 2 and takes the tail away", async () => {
  const { validated } = await result;
  const guarded = validated.filter(({ name }) => name === "guarded-factor-mixture");
  assert.equal(guarded.length, 3 * 2);
  for (const { config, seed, validation } of guarded) {
    assert.equal(config.guardFloor, 1e-1);
    const alone = (floor: number) =>
      validated.find(
        (record) =>
          record.name === "factor-mixture" &&
          record.seed === seed &&
          record.config.components === config.components &&
          record.config.varianceFloor === floor,
      )!.validation;
    for (const floor of [config.varianceFloor!, config.guardFloor!])
      assert.ok(validation.mean >= alone(floor).mean - Math.LN2);
    assert.notEqual(validation.mean, alone(config.varianceFloor!).mean);
  }
});

test("a second run finds the fits of the first", async () => {
  const first = await result;
  const other = { ...context, progress: () => assert.fail("a fit was made again") };
  assert.deepEqual(await compareDensities(other, plan), first);
});

const committed = () => readStudy(densityMixtures).result;

test("the report's probabilistic PCA has 17.42 nats and 7.968 bits on the dequantised test images", () => {
  const reported = committed().refitted.find(
    ({ name, config }) => name === "probabilistic-pca" && config.components === 2,
  )!;
  assert.ok(Math.abs(reported.test.mean - 17.42) < 0.01, `${reported.test.mean}`);
  assert.ok(Math.abs(reported.test.bitsPerDimension - 7.968) < 0.001, `${reported.test.bitsPerDimension}`);
});

test("fifty analysers of ten factors, fitted to all images, beat the ten full Gaussians that the same rule chose", () => {
  const rival = readStudy(mixtureFloor).result.refit.test;
  const found = committed().refitted.filter(
    ({ config }) => config.components === 50 && config.factors === 10,
  );
  assert.equal(found.length, 4, "two starts, alone and guarded");
  for (const { images, name, test } of found) {
    assert.equal(images, 60_000);
    assert.ok(test.mean > rival.mean, `${name}: ${test.mean} against ${rival.mean}`);
    if (name !== "guarded-factor-mixture") continue;
    const error = Math.hypot(test.standardError, rival.standardError);
    assert.ok(test.mean - rival.mean > 5 * error, `${test.mean} against ${rival.mean} +- ${error}`);
  }
});

test("one Bernoulli image is the mean image, and ten come near the published figure", () => {
  const tests = (components: number) =>
    committed()
      .refitted.filter(({ data, config }) => data === "stochastic" && config.components === components)
      .map(({ test }) => test.mean);
  // the mean image of the training set on grey test pixels, clipped at 1e-6
  assert.ok(Math.abs(tests(1)[0]! + 205.805) < 0.05, `${tests(1)}`);
  // Germain et al. 2015, table 6: -168.95 on images binarised by another draw, fitted to 50,000 of them
  for (const mean of tests(10)) assert.ok(Math.abs(mean + 168.95) < 4, `${mean}`);
});
