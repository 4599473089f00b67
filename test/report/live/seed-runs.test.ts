import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import { examFunction, examGrid, shownSeeds } from "pml/report";
import { lowestSoFar, reconstructionsOf, type SeedRuns } from "#live/seed-runs.js";
import { seedScript } from "#scripts/report/seed-runs.mjs";
import { root } from "../../support/fixture.js";

const study = (name: string) =>
  JSON.parse(readFileSync(join(root, "data", "studies", `${name}.json`), "utf8")).result;

const script = await seedScript();
const seeds: SeedRuns = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1));

test("twenty runs of each autoencoder by their seeds, the chapters' among them, as the study has them", () => {
  const { labels } = loadMnist().test;
  assert.equal(seeds.digits, labels.subarray(0, 300).join(""));
  for (const kind of ["vae", "convolutional-vae"] as const) {
    const { shown, runs } = seeds.autoencoders[kind];
    assert.equal(shown, shownSeeds[kind]);
    assert.deepEqual(
      runs.map(({ seed }) => seed),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    for (const run of runs) {
      const { elbo, picture } = study("vae-seeds").find(
        (each: { seed: number; config: { kind: string } }) =>
          each.seed === run.seed && each.config.kind === kind,
      );
      assert.equal(run.elbo, elbo);
      assert.deepEqual(run.codes, picture.codes);
      assert.deepEqual([run.codes.length, run.gridDigits.length, run.read.length], [600, 144, 6]);
      const images = reconstructionsOf(run);
      assert.equal(images.length, 6);
      assert.ok(images.every((image) => image.length === 784 && Math.max(...image) > 0.5));
    }
  }
});

test("how far a rule has come is the lowest value at its candidates, by the study's own account in the end", () => {
  const grid = examGrid();
  assert.deepEqual(
    [...lowestSoFar(-1, "0 129 0")],
    [-1, -1.1983018107098122, examFunction(grid[129]!), examFunction(grid[129]!)],
  );
  const arms = study("bayesopt-rules");
  for (const { arm, start, chosen } of seeds.optimisations) {
    const full = arms.find((each: { arm: string }) => each.arm === arm);
    assert.deepEqual(chosen, full.chosen.slice(0, 20));
    for (const [run, candidates] of chosen.entries()) {
      const lowest = lowestSoFar(start[run]!, candidates);
      assert.equal(lowest.length, 21);
      assert.ok(lowest.every((value, k) => k === 0 || value <= lowest[k - 1]!));
    }
  }
  assert.equal(seeds.optimisations.length, 6);
});

test("the mixture's starts are the study's", () => {
  assert.deepEqual(
    seeds.mixtures.map(({ mean }) => mean),
    study("mixture-starts").map(({ testScore }: { testScore: number }) => testScore),
  );
});
