import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { repositoryRoot } from "pml/node";
import { checkpointsFolder, figuresFolder } from "pml/notebook";

const within = (...path: string[]) => join(repositoryRoot, ...path);

afterEach(() => {
  delete process.env.PML_RUN;
  delete process.env.PML_QUICK;
});

test("what is played with does not take the place of results; a run of npm start does", () => {
  assert.equal(figuresFolder(), within("figures"), "a program of one's own");
  process.env.PML_RUN = "play";
  assert.equal(figuresFolder(), within(".cache", "play", "figures"));
  process.env.PML_RUN = "1";
  assert.equal(figuresFolder(), within("figures"));
});

test("a quick run is on the side, in play too", () => {
  process.env.PML_QUICK = "1";
  for (const run of ["1", "play"]) {
    process.env.PML_RUN = run;
    assert.equal(figuresFolder(), within(".cache", "quick", "figures"));
    assert.equal(checkpointsFolder(), within(".cache", "quick", "data", "checkpoints"));
  }
});
