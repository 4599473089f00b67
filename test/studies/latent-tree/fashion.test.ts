import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fitFashionTree, latentTreeFashion } from "pml/studies";
import { smallDataSet } from "../../support/small-images.js";

const checkpoints = mkdtempSync(join(tmpdir(), "latent-tree-fashion-"));
after(() => rmSync(checkpoints, { recursive: true }));

const data = smallDataSet(120, 20);
const context = { data, checkpoints, progress: () => ({ update: () => {}, finish: () => {} }) };

test("a tree is fitted to the images given, which are named by their hash", async () => {
  const recipe = { states: 2, stepwisePasses: 1, fullPasses: 1, batchRows: 40 };
  const { digest, refitted } = await fitFashionTree(data, context, recipe);
  assert.equal(digest, data.digest);
  assert.deepEqual(
    refitted.map(({ states, images, test: { count } }) => [states, images, count]),
    [[2, 120, 20]],
  );
});

test("without the images the message says where to have them", async () => {
  const given = process.env.PML_FASHION;
  process.env.PML_FASHION = join(checkpoints, "nowhere");
  try {
    await assert.rejects(
      async () => latentTreeFashion.run(context),
      /nowhere.*dataset-fashion-mnist.*PML_FASHION/,
    );
  } finally {
    if (given === undefined) delete process.env.PML_FASHION;
    else process.env.PML_FASHION = given;
  }
});
