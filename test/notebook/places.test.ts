import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { repositoryRoot } from "pml/node";
import { checkpointsFolder, figuresFolder, otherData, runFolder } from "pml/notebook";

const within = (...path: string[]) => join(repositoryRoot, ...path);

afterEach(() => {
  delete process.env.PML_RUN;
  delete process.env.PML_QUICK;
  delete process.env.PML_DATA;
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

test("what is made from other images has a folder of their name, in a quick run and in play too", () => {
  assert.equal(otherData(), undefined);
  assert.equal(runFolder(), "");
  for (const [data, name] of [
    ["/sets/fashion/", "fashion"],
    ["sets/my letters (new)", "my-letters-new-"],
  ] as const) {
    process.env.PML_DATA = data;
    delete process.env.PML_QUICK;
    for (const run of ["1", "play"]) {
      process.env.PML_RUN = run;
      assert.equal(otherData(), name);
      assert.equal(runFolder(), `.cache/${name}`);
      assert.equal(figuresFolder(), within(".cache", name, "figures"));
    }
    process.env.PML_QUICK = "1";
    assert.equal(figuresFolder(), within(".cache", name, "quick", "figures"));
    assert.equal(checkpointsFolder(), within(".cache", name, "quick", "data", "checkpoints"));
  }
});
