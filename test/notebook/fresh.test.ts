import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { madeOnceInFreshRun } from "#internal/notebook/fresh";
import { root } from "../support/fixture.js";

const run = `test-${process.pid}`;

afterEach(() => {
  delete process.env.PML_FRESH;
  for (const name of [run, `${run}-b`])
    rmSync(join(root, ".cache", "fresh", name), { recursive: true, force: true });
});

const asked = (what: unknown) => madeOnceInFreshRun(what, async (fresh) => fresh);

test("in a fresh run each thing is made anew once, in the next run once more", async () => {
  process.env.PML_FRESH = run;
  assert.equal(await asked({ kind: "vae", seed: 1 }), true);
  assert.equal(await asked({ kind: "vae", seed: 1 }), false, "made by this run");
  assert.equal(await asked({ kind: "vae", seed: 2 }), true, "another thing");
  process.env.PML_FRESH = `${run}-b`;
  assert.equal(await asked({ kind: "vae", seed: 1 }), true, "another run");
});

test("what failed in a fresh run is made anew by the next try", async () => {
  process.env.PML_FRESH = run;
  await assert.rejects(madeOnceInFreshRun("model", () => Promise.reject(new Error("interrupted"))));
  assert.equal(await asked("model"), true);
});

test("apart from a fresh run nothing is made anew", async () => {
  assert.equal(await asked("model"), false);
});
