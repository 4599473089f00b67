import assert from "node:assert/strict";
import { test } from "node:test";
import { firstImages, image } from "pml/data";
import { Random } from "pml/random";
import { type DensitySource, lookAtSamples } from "pml/studies";
import { smallDataSet } from "../../support/small-images.js";

const context = {
  data: smallDataSet(90, 40),
  checkpoints: "none",
  progress: () => ({ update() {}, finish() {} }),
};
const plan = { count: 30, searched: 20, shown: 3 };
const { train } = context.data;

type Drawn = Omit<DensitySource, "densities">;

/** It has learnt its training images by heart, and gives them in order from the 50th on. */
const memory: Drawn = {
  name: "memory",
  scale: "grey levels",
  data: "dequantised",
  sample: (count) =>
    Float64Array.from(train.pixels.subarray(50 * 64, (50 + count) * 64), (level) => (level + 0.5) / 256),
};
const noise: Drawn = {
  name: "noise",
  scale: "bits",
  data: "threshold",
  sample: (count) => Float64Array.from({ length: count * 64 }, (_, i) => Random.from(i).integer(2)),
};

test("what is learnt by heart is found out: distance 0, its own training images, and no way to tell it from data", async () => {
  const { records, count, testDistanceQuartiles } = await lookAtSamples([memory, noise], context, plan);
  assert.equal(count, 30);
  assert.deepEqual(
    records.map(({ model, data }) => `${model}, ${data}`),
    ["training images, dequantised", "memory, dequantised", "training images, threshold", "noise, threshold"],
  );
  const [training, learnt, , random] = records as [
    (typeof records)[0],
    (typeof records)[0],
    (typeof records)[0],
    (typeof records)[0],
  ];
  assert.deepEqual(learnt.distanceQuartiles, [0, 0, 0]);
  assert.deepEqual(learnt.nearest, [50, 51, 52]);
  assert.deepEqual([...Buffer.from(learnt.shown, "base64")], [...train.pixels.subarray(50 * 64, 53 * 64)]);
  assert.ok(training.nearest.every((index) => index >= 30));
  assert.ok(training.distanceQuartiles[1]! > 0 && testDistanceQuartiles.dequantised![1]! > 0);
  // noise is nobody's neighbour but itself noise's, or a test image's: never a match for training images
  assert.ok(random.distanceQuartiles[1]! > 2 * testDistanceQuartiles.threshold![1]!);
  assert.ok(random.twoSample.onSecond > 0.9, `${random.twoSample.onSecond}`);
  assert.ok(training.twoSample.accuracy < random.twoSample.accuracy);
});

test("values outside of [0, 1] have the nearest level", async () => {
  const beyond: Drawn = {
    ...memory,
    sample: (count) => Float64Array.from({ length: count * 64 }, (_, i) => [-3, 0.5, 7][i % 3]!),
  };
  const { records } = await lookAtSamples([beyond], context, plan);
  assert.deepEqual([...Buffer.from(records[1]!.shown, "base64")].slice(0, 3), [0, 128, 255]);
  assert.equal(image(firstImages(train, 1), 0).length, 64);
});

test("progress counts every record, to the last", async () => {
  const seen: number[] = [];
  const totals: number[] = [];
  const progress = (_: string, total: number) => {
    totals.push(total);
    return { update: (done: number) => seen.push(done), finish() {} };
  };
  await lookAtSamples([memory, noise], { ...context, progress }, plan);
  assert.deepEqual([seen, totals], [[1, 2, 3, 4], [4]]);
});
