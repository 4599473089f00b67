import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type DataSet, dataSet, imageSet } from "pml/data";
import { requireRising } from "pml/internal/studies/kept-fit";
import { Random } from "pml/random";
import { compareDensities, type DensityPlan } from "pml/studies";

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
  assert.equal(validated.length, 3 + 3 * 3 + 2 * 2 * 2);
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

test("a second run finds the fits of the first", async () => {
  const first = await result;
  const other = { ...context, progress: () => assert.fail("a fit was made again") };
  assert.deepEqual(await compareDensities(other, plan), first);
});

test("an objective that falls by more than rounding is reported", () => {
  requireRising("rounding", [-100, -99, -99 - 1e-9, -98]);
  assert.throws(() => requireRising("fall", [-100, -99, -99.001]), /fall: EM lowered .* in iteration 3/);
});
