import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type DataSet, dataSet, imageSet } from "pml/data";
import { Random } from "pml/random";
import { chooseFloor, type FloorPlan } from "pml/studies";

const checkpoints = mkdtempSync(join(tmpdir(), "mixture-floor-"));
after(() => rmSync(checkpoints, { recursive: true }));

/** Images of 3 x 3 pixels in ten classes: a mean per class, noise, and two pixels that are hardly ever inked. */
function smallSet(name: string, count: number, random: Random) {
  const pixels = new Uint8Array(count * 9);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 10;
    for (let j = 0; j < 7; j++) {
      pixels[i * 9 + j] = Math.max(
        0,
        Math.min(255, 25 * ((labels[i]! * (j + 1)) % 10) + 9 * random.normal()),
      );
    }
    if (random.uniform() < 0.01) pixels[i * 9 + 8] = 200;
  }
  return imageSet({ name, rows: 3, columns: 3, pixels, labels });
}

const random = Random.from(1);
const data: DataSet = dataSet("small", smallSet("train", 800, random), smallSet("test", 200, random));
const plan: FloorPlan = {
  floors: [1e-1, 1e-3, 1e-5],
  validationImages: 200,
  components: 4,
  draws: 3,
  tolerance: 1e-3,
  maxIterations: 20,
};
const context = {
  data,
  checkpoints,
  progress: () => ({ update: () => {}, finish: () => {} }),
};

test("the floor is chosen on the validation part, and a second run finds the fits of the first", async () => {
  const result = await chooseFloor(context, plan);
  assert.deepEqual(result.split, { fit: 600, validation: 200 });
  assert.deepEqual(
    result.floors.map(({ floor }) => floor),
    plan.floors,
  );
  const means = result.floors.map(({ validation }) => validation.mean);
  assert.equal(result.chosen, plan.floors[means.indexOf(Math.max(...means))]);
  assert.notEqual(result.chosen, 1e-1, "a floor a hundred times the images' variance cannot be the best");
  assert.equal(result.refit.floor, result.chosen);
  assert.equal(result.refit.test.count, 200);
  assert.equal(result.refit.test.byDraw.length, 3);
  const other = { ...context, progress: () => assert.fail("a fit was made again") };
  assert.deepEqual(await chooseFloor(other, plan), result);
});
