import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { AutoencoderConfig } from "pml/models";
import * as vae from "pml/models/vae";
import type { ProgressSink } from "pml/support";
import { smallDataSet } from "../../support/small-images.js";

const network: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [10], latent: 2 };
const recipe = { network, epochs: 3, batchSize: 50, learningRate: 1e-3, seed: 4 };
const data = smallDataSet();

/** Counts the steps that were really made. */
function counter(onStep: (steps: number) => void = () => {}) {
  let steps = 0;
  const finals: string[] = [];
  const sink: ProgressSink = (title) => ({
    update: () => onStep(++steps),
    finish: (note) => finals.push(`${title}: ${note}`),
  });
  return { sink, steps: () => steps, finals };
}

test("a model is trained once, reused, made anew on demand, and picked up where it was interrupted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reuse-"));
  try {
    const first = counter();
    const trained = await vae.fitOrLoad(data, recipe, { folder, progress: first.sink });
    assert.equal(first.steps(), 18);

    const second = counter();
    assert.deepEqual(await vae.fitOrLoad(data, recipe, { folder, progress: second.sink }), trained);
    assert.equal(second.steps(), 0);
    assert.deepEqual(second.finals, first.finals, "what stays on the screen is the same");

    const third = counter();
    assert.deepEqual(
      await vae.fitOrLoad(data, recipe, { folder, fresh: true, progress: third.sink }),
      trained,
    );
    assert.equal(third.steps(), 18);

    const stop = new AbortController();
    const broken = counter((steps) => steps === 9 && stop.abort());
    const interrupted = vae.fitOrLoad(data, recipe, {
      folder,
      fresh: true,
      progress: broken.sink,
      signal: stop.signal,
    });
    await assert.rejects(interrupted, { name: "InterruptedError" });
    const rest = counter();
    assert.deepEqual(await vae.fitOrLoad(data, recipe, { folder, progress: rest.sink }), trained);
    assert.equal(rest.steps(), 12, "one of three epochs was kept");
    assert.equal(readdirSync(folder).length, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("another configuration gets a file of its own; a damaged file is named, not trusted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reuse-"));
  try {
    await vae.fitOrLoad(data, recipe, { folder });
    await vae.fitOrLoad(data, { ...recipe, seed: 5 }, { folder });
    const files = readdirSync(folder);
    assert.equal(files.length, 2);
    const file = join(folder, files.find((name) => name.startsWith("vae-seed4-"))!);
    truncateSync(file, statSync(file).size - 10);
    await assert.rejects(
      vae.fitOrLoad(data, recipe, { folder }),
      /vae-seed4-\w+\.ckpt is damaged or cut short/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
