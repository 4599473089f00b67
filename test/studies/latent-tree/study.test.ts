import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type DataSet, dataSet, imageSet } from "pml/data";
import { Random } from "pml/random";
import { compareLatentTrees, type LatentTreePlan, latentTreeRows } from "pml/studies";
import { assertClose } from "../../support/close.js";

const checkpoints = mkdtempSync(join(tmpdir(), "latent-tree-"));
after(() => rmSync(checkpoints, { recursive: true }));

/** Images of 3 x 3 pixels of three kinds in shades of their own. */
function smallSet(name: string, count: number, random: Random) {
  const pixels = new Uint8Array(count * 9);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 3;
    for (let j = 0; j < 9; j++)
      pixels[i * 9 + j] = j % 3 === labels[i] ? 200 + random.integer(55) : random.integer(3);
  }
  return imageSet({ name, rows: 3, columns: 3, pixels, labels });
}

const random = Random.from(1);
const data: DataSet = dataSet("small", smallSet("train", 400, random), smallSet("test", 100, random));
const passes = { stepwisePasses: 2, fullPasses: 4, batchRows: 50 };
const plan: LatentTreePlan = {
  validationImages: 100,
  candidates: [
    { ...passes, states: 1 },
    { ...passes, states: 2 },
    { ...passes, states: 4 },
  ],
  shown: 2,
  refitsBest: true,
  bits: [{ ...passes, states: 3, levels: 2, divisor: 255 }],
  digits: { ...passes, states: 2 },
  samples: 60,
  mapImages: 10,
};
const context = { data, checkpoints, progress: () => ({ update: () => {}, finish: () => {} }) };
const result = compareLatentTrees(context, plan);

test("validation chooses the number of states; the chosen and the shown tree are fitted to all images", async () => {
  const { split, validated, refitted } = await result;
  assert.deepEqual(split, { fit: 300, validation: 100 });
  assert.deepEqual(
    validated.map(({ states, images, validation }) => [states, images, validation.count]),
    [1, 2, 4].map((states) => [states, 300, 100]),
  );
  const bits = validated.map(({ validation }) => validation.bitsPerDimension);
  assert.ok(bits[2]! < bits[0]! - 0.1, `${bits}`);
  const chosen = validated[bits.indexOf(Math.min(...bits))]!.states;
  assert.deepEqual(
    refitted.map(({ states, data, images, test }) => [states, data, images, test.count]),
    [...new Set([2, chosen])]
      .map((states) => [states, "levels", 400, 100])
      .concat([
        [3, "stochastic", 400, 100],
        [3, "threshold", 400, 100],
      ]),
  );
});

test("digits that differ are told apart, and samples of a good model pass for images more often than not", async () => {
  const { digits, samples } = await result;
  assert.deepEqual(digits, { states: 2, errors: 0, count: 100 });
  for (const { twoSample } of samples) assert.ok(twoSample.accuracy < 0.75, `${twoSample.accuracy}`);
});

test("the bits of the pixels in reading order add up to those of the images", async () => {
  const { bitsOfPixels, refitted } = await result;
  assertClose(
    bitsOfPixels.bits.reduce((sum, value) => sum + value, 0),
    bitsOfPixels.total,
    1e-9,
    "sum",
  );
  assert.ok(bitsOfPixels.bits.every((value) => value > 0));
  const own = refitted.find(({ states }) => states === 2)!.test.bitsPerDimension;
  assert.ok(Math.abs(bitsOfPixels.total / 9 - own) < 0.5, `${bitsOfPixels.total / 9}, ${own}`);
});

test("in Table 2 a discrete image's probability stands as the density of its dequantised pixels", async () => {
  const { refitted } = await result;
  const rows = latentTreeRows({ ...(await result) });
  assert.equal(rows.length, refitted.length);
  rows.forEach(({ scale, data, logLikelihood, bitsPerDimension }, i) => {
    const { test: score } = refitted[i]!;
    assert.equal(bitsPerDimension, score.bitsPerDimension);
    const scaleOf = scale === "grey levels" ? 256 : 1;
    assert.equal(data, scale === "grey levels" ? "dequantised" : refitted[i]!.data);
    assertClose(-logLikelihood / 9 / Math.LN2 + Math.log2(scaleOf), bitsPerDimension, 1e-12, "bits");
  });
});

test("a second run finds every fit kept, and says the same", async () => {
  const before = await result;
  const titles: string[] = [];
  const progress = (title: string) => {
    titles.push(title);
    return {
      update: () => assert.ok(title.startsWith("bits of"), `${title} was made again`),
      finish: () => {},
    };
  };
  assert.deepEqual(await compareLatentTrees({ ...context, progress }, plan), before);
  assert.ok(titles.length > 8);
});
