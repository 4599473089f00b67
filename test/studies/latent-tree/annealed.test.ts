import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { dataSet, imageSet } from "pml/data";
import { type AnnealedPlan, annealTrees } from "pml/studies";
import { bayesErrors } from "#internal/studies/latent-tree/classification";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const checkpoints = mkdtempSync(join(tmpdir(), "latent-tree-annealed-"));
after(() => rmSync(checkpoints, { recursive: true }));

const annealed = { stepwisePasses: 3, fullPasses: 1, batchRows: 50, steps: { first: 0.3, last: 0.1 } };
const plan: AnnealedPlan = {
  validationImages: 100,
  candidates: [
    { ...annealed, states: 2 },
    { ...annealed, states: 4 },
  ],
  shown: 2,
  refitsBest: true,
  samples: 40,
  blocks: [1, 4],
  mapImages: 20,
  components: 2,
  training: { epochs: 3, batchSize: 50, learningRate: 3e-3 },
};
const data = smallDataSet(400, 60);
const context = { data, checkpoints, progress: () => ({ update: () => {}, finish: () => {} }) };
const result = annealTrees(context, plan);

test("the trees wanted are fitted to all images, the chosen one by validation", async () => {
  const { validated, refitted } = await result;
  const bits = validated.map(({ validation }) => validation.bitsPerDimension);
  const chosen = validated[bits.indexOf(Math.min(...bits))]!.states;
  assert.deepEqual(
    refitted.map(({ states, images }) => [states, images]),
    [...new Set([2, chosen])].map((states) => [states, 400]),
  );
});

test("bits by pixel are those of the image: exact for the tree, of the bound for the VAE", async () => {
  const { besideVae } = await result;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  assert.equal(besideVae.images, 20);
  const saved = sum(besideVae.vae) + besideVae.code - sum(besideVae.tree);
  assertClose(saved, besideVae.saved.mean, 1e-4, "bits saved");
  assert.ok(besideVae.tree.every((bits) => bits > 0));
});

test("every kind of samples is tried at every scale; training images pass better than any model's samples", async () => {
  const { coherence } = await result;
  const [marks, ...models] = coherence;
  assert.equal(marks!.samplesOf, "training images");
  assert.match(models.at(-1)!.samplesOf, /^VAE/);
  for (const { tests } of coherence)
    assert.deepEqual(
      tests.map(({ block, twoSample }) => [block, twoSample.count]),
      [
        [1, 80],
        [4, 80],
      ],
    );
  for (const { tests } of models)
    assert.ok(tests[0]!.twoSample.onSecond > marks!.tests[0]!.twoSample.onSecond);
});

test("the classifiers beside the trees: better than chance, one error for each image taken for another digit", async () => {
  const { classification } = await result;
  assert.deepEqual(
    classification.map(({ model, count }) => [model, count]),
    [
      ["PPCA, M = 2, for each digit", 60],
      ["nearest training image", 60],
    ],
  );
  for (const { model, errors } of classification) assert.ok(errors < 30, `${model}: ${errors}`);
});

test("Bayes' rule weighs densities by the classes' shares, the first of equals wins", async () => {
  const labels = Uint8Array.of(0, 0, 0, 1);
  const image = { name: "two", rows: 1, columns: 1 };
  const train = imageSet({ ...image, pixels: Uint8Array.of(0, 0, 0, 1), labels });
  const test = imageSet({ ...image, pixels: Uint8Array.of(5, 6), labels: Uint8Array.of(0, 1) });
  // 1 nat in favour of class 1 does not outweigh ln 3 against it, 2 nats do
  const nats = (wins: number) => async (_: unknown, label: number) => new Float64Array(2).fill(label * wins);
  const set = dataSet("two", train, test);
  assert.equal(await bayesErrors(set, nats(1)), 1);
  assert.equal(await bayesErrors(set, (_, label) => Float64Array.of(0, 2 * label)), 0);
  assert.equal(await bayesErrors(set, nats(-9)), 1);
});
