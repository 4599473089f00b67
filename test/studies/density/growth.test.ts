import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type DataSet, dataSet, type ImageSet, imageSet } from "pml/data";
import { Random } from "pml/random";
import { densityGrowth, growBernoulliMixtures, type RefittedRecord, readStudy } from "pml/studies";
import { smallDataSet } from "../../support/small-images.js";

const checkpoints = mkdtempSync(join(tmpdir(), "growth-"));
after(() => rmSync(checkpoints, { recursive: true, force: true }));

const plan = {
  validationImages: 60,
  components: [1, 4, 16],
  pseudoCounts: [0.1, 0.01],
  tolerance: 1e-3,
  maxIterations: 50,
};
const grown = (data: DataSet) =>
  growBernoulliMixtures({ data, checkpoints, progress: () => ({ update() {}, finish() {} }) }, plan);
const sizesOf = (records: readonly RefittedRecord[]) => records.map(({ config }) => config.components);

test("mixtures of bars grow as long as there are bars to tell, each size with every pseudo-count", async () => {
  const { validated, refitted, chosen, isTurned } = await grown(smallDataSet(180, 40));
  assert.deepEqual(sizesOf(refitted), [1, 4, 16]);
  assert.deepEqual([chosen, isTurned, validated.length], [16, false, 6]);
});

test("mixtures of images without structure end at once: the size that validation finds worse is the last", async () => {
  const random = Random.from(8);
  const noise = (set: ImageSet) =>
    imageSet({ ...set, name: "noise", pixels: set.pixels.map(() => random.integer(256)) });
  const { train, test: unseen } = smallDataSet(180, 40);
  const { refitted, chosen, isTurned } = await grown(dataSet("noise", noise(train), noise(unseen)));
  assert.deepEqual(sizesOf(refitted), [1, 4]);
  assert.deepEqual([chosen, isTurned], [1, true]);
});

test("the study's mixtures are not at their end: each size is better than the one before, on images of neither fit", () => {
  const { validated, refitted, chosen, isTurned } = readStudy(densityGrowth).result;
  assert.ok(!isTurned, "else notebook 1 says what is no longer so");
  const sizes = refitted.map(({ config }) => config.components!);
  assert.equal(chosen, Math.max(...sizes));
  const bits = refitted.map(({ test: { mean } }) => mean);
  for (const [i, mean] of bits.slice(1).entries()) assert.ok(mean > bits[i]!, `${sizes[i + 1]}`);
  assert.equal(validated.length, 3 * sizes.length);
});
