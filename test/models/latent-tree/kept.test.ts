import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { imageSet } from "pml/data";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";

const folder = mkdtempSync(join(tmpdir(), "latent-tree-"));
after(() => rmSync(folder, { recursive: true }));

const random = Random.from(1);
const images = imageSet({
  name: "small",
  rows: 2,
  columns: 3,
  pixels: Uint8Array.from({ length: 90 * 6 }, () => 255 * random.integer(2)),
  labels: new Uint8Array(90),
});
const recipe = { states: 2, levels: 2, divisor: 255, stepwisePasses: 1, fullPasses: 3, seed: 1 };

/** Counts the passes of a fit, and breaks it off after so many. */
function counted(most = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const made = { passes: 0 };
  const progress = () => ({
    update: (done: number) => {
      // a pass is over when its last batch is
      if (Number.isInteger(done) && ++made.passes === most) stop.abort();
    },
    finish: () => {},
  });
  return { made, hooks: { folder, progress, signal: stop.signal } };
}

test("a tree is fitted once, goes on after an interruption, and is fitted anew where that is asked for", async () => {
  const whole = await latentTree.fitOrLoad(images, recipe, { folder, fresh: true });
  const broken = counted(3);
  await assert.rejects(latentTree.fitOrLoad(images, recipe, { ...broken.hooks, fresh: true }), /interrupted/);
  assert.equal(broken.made.passes, 3);
  const rest = counted();
  assert.deepEqual(await latentTree.fitOrLoad(images, recipe, rest.hooks), whole);
  assert.equal(rest.made.passes, 2); // the pass that was broken off has been made again
  const loaded = counted();
  assert.deepEqual(await latentTree.fitOrLoad(images, recipe, loaded.hooks), whole);
  assert.equal(loaded.made.passes, 0);
  assert.equal(readdirSync(folder).length, 1);
  await latentTree.fitOrLoad(images, { ...recipe, seed: 2 }, { folder });
  assert.equal(readdirSync(folder).length, 2);
});
