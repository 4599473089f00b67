import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import * as latentTree from "pml/models/latent-tree";
import * as vae from "pml/models/vae";
import { repositoryRoot } from "pml/node";
import { reportConvolutionalVae, reportTraining, reportVae, shownSeeds, shownTraining } from "pml/report";
import { shownLatentTree } from "pml/studies";

// Models that the notebooks show are committed; they count only for the program that fits them now. One that is stale is made anew by
// `npm start -- --fresh` with the notebook's number.

const folder = join(repositoryRoot, "data", "models");
const data = loadMnist();

/** Only what is on the shelf: a fit would be broken off before its first step. */
const hooks = {
  folder: {
    checkpoints: join(tmpdir(), "no-checkpoints"),
    shelf: {
      folder,
      renews: false,
      made: () => assert.fail("nothing is made"),
      say: (sentence: string) => assert.fail(sentence),
    },
  },
  signal: AbortSignal.abort(),
};

// the mixture: test/models/gaussian-mixture/packed.test.ts; draws: kept-draws.test.ts; principal components of rows with gaps: kept-fits.test.ts
test("the autoencoders are there, whole, of the present program", async () => {
  for (const network of [reportVae, reportConvolutionalVae]) {
    const model = await vae.fitOrLoad(data, { network, ...shownTraining(network.kind) }, hooks);
    assert.equal(model.history.length, reportTraining.epochs);
  }
});

test("the latent tree is there, and is the one that has been rounded", async () => {
  const shelf = { ...hooks.folder.shelf, packing: latentTree.packing };
  const folder = { ...hooks.folder, shelf };
  const tree = await latentTree.fitOrLoad(data.train, shownLatentTree(), { ...hooks, folder });
  assert.deepEqual(latentTree.roundedTree(tree), tree);
});

/** The part of the header that says what a file was made with. */
function madeWith(name: string): Record<string, string | null> {
  const [, text] = /"made":(\{[^}]*\})/.exec(readFileSync(join(folder, name), "latin1"))!;
  return JSON.parse(text!);
}

test("nothing else is there, all of it is small, and says what it was made with, without a path of the machine", () => {
  const names = readdirSync(folder).sort();
  const kinds = [
    "convolutional-vae-marginal",
    "convolutional-vae-marginal",
    `convolutional-vae-seed${shownSeeds["convolutional-vae"]}`,
    "gaussian-mixture-seed1",
    "latent-tree-16-seed1",
    ...Array.from({ length: 14 }, () => "nuts-trials"),
    "one-step",
    "one-step",
    ...Array.from({ length: 5 }, () => "optimisation"),
    ...Array.from({ length: 4 }, () => "pca-with-gaps"),
    "vae-marginal",
    "vae-marginal",
    `vae-seed${shownSeeds.vae}`,
  ];
  // the bounds are computed in minutes: a run of notebook 1.1 puts them there
  const found = names.map((name) => name.replace(/-[0-9a-f]{8}\.model$/, ""));
  assert.deepEqual(
    found.filter((name) => name !== "vae-bounds"),
    kinds,
  );
  assert.ok(found.length <= kinds.length + 1, found.join(", "));
  for (const name of names) {
    assert.deepEqual(Object.keys(madeWith(name)), ["command", "processor", "node", "tensorflow"]);
    // draws need no TensorFlow
    const { tensorflow, ...others } = madeWith(name);
    const isOfDraws = /^(nuts-trials|one-step|optimisation)-/.test(name);
    assert.equal(tensorflow === null, isOfDraws, name);
    for (const value of isOfDraws ? Object.values(others) : Object.values({ ...others, tensorflow }))
      assert.ok(typeof value === "string" && value !== "", name);
    assert.doesNotMatch(readFileSync(join(folder, name), "latin1"), /\/(home|root|tmp|work|Users)\//);
  }
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  assert.ok(bytes < 10e6, `${bytes} bytes`);
});
