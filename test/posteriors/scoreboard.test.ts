import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertClose } from "../support/close.js";
import { fixtures } from "../support/fixture.js";
import { posteriors } from "./posteriors.js";
import { holm, problems, readPosteriors, run, type Score, score } from "./scoreboard.js";

const files = readPosteriors(join(fixtures, "posteriordb"));

test("every posterior kept here has its model", () => {
  assert.deepEqual(
    files.map(({ posterior }) => posterior).filter((name) => !(name in posteriors)),
    [],
  );
  assert.ok(files.length >= 13);
});

test("all posteriors: moments within their errors, R-hat; the centred schools are warned of", async () => {
  const scores: Score[] = [];
  for (const file of files) scores.push(await score(file, posteriors[file.posterior]!));
  assert.deepEqual(problems(scores), []);
});

test("a model with a wrong prior is found out, and a hard posterior without a warning", async () => {
  const file = files.find(({ posterior }) => posterior === "gp_pois_regr-gp_regr")!;
  const wrong = { ...file, reference: { ...file.reference, sigma: { mean: 2, sd: 0.5 } } };
  const found = await score(wrong, posteriors[file.posterior]!, { draws: 500 });
  assert.match(problems([found]).join("; "), /mean of sigma is 1\.8\d+, the reference has 2/);
  const silent = { ...found, posterior: "eight_schools-eight_schools_centered", warnings: [] };
  assert.match(problems([silent]).join("; "), /no warning, although the funnel/);
});

test("Holm's adjustment: the smallest of n times n, and never below a smaller one's", () => {
  // p = .01, .04, .03 (Holm 1979): .03, .06, .06
  const z = [2.5758293035489004, 2.053748910631823, 2.1700903775845606];
  assertClose(holm(z), [0.03, 0.06, 0.06], 1e-12);
});

test("other folders go through the same door; unknown names are left out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "posteriors-"));
  try {
    const said: string[] = [];
    assert.equal(await run(join(folder, "none"), [], (text: string) => said.push(text)), 2);
    assert.equal(await run(folder, [], (text: string) => said.push(text)), 2);
    mkdirSync(join(folder, "some"));
    const { posterior: _, ...rest } = files.find(({ posterior }) => posterior === "gp_pois_regr-gp_regr")!;
    writeFileSync(join(folder, "some", "gp_pois_regr-gp_regr.json"), JSON.stringify(rest));
    writeFileSync(join(folder, "some", "wells.json"), JSON.stringify({ ...rest, posterior: "wells" }));
    assert.equal(await run(join(folder, "some"), [], (text: string) => said.push(text)), 0);
    const text = said.join("\n");
    assert.match(text, /wells: left out, there is no model of that name/);
    assert.match(text, /6 moments of 1 posteriors agree/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
