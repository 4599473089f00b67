import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { derive, fromArvizJson, sampleNuts, summarise, toArvizJson } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { pythonWith, runPython } from "../../support/python-with.js";
import { normals } from "../targets/normals.js";

const run = await sampleNuts(
  normals([0, 3], [1, 2]),
  { chains: 3, warmup: 200, draws: 150, keepWarmup: true, names: ["ln scale", 'the "odd" one'] },
  { random: Random.from(1) },
);
const scale = derive(run, ([logScale]) => Math.exp(logScale!));

test("what is written is read back bit for bit", () => {
  const back = fromArvizJson(toArvizJson(run, { scale }));
  assert.deepEqual(Object.keys(back.posterior), ["ln scale", 'the "odd" one', "scale"]);
  assert.deepEqual(back.posterior["ln scale"], run.coordinates[0]);
  assert.deepEqual(back.posterior.scale, scale);
  assert.deepEqual(back.sample_stats.energy, run.statistics.energy);
  assert.deepEqual(back.sample_stats.diverging, run.statistics.divergent);
  assert.deepEqual(back.warmup_posterior!['the "odd" one'], run.warmup!.coordinates[1]);
  assert.equal(back.attributes.warmup, 200);
});

test("NaN and infinities survive, names that look like them too", () => {
  const odd = [Float64Array.of(Number.NaN, Infinity, -Infinity, 1e-300)];
  const names = ["NaN", "a,Infinity]"];
  const back = fromArvizJson(toArvizJson({ ...run, names, coordinates: [odd, odd] }));
  assert.deepEqual(back.posterior.NaN, odd);
  assert.deepEqual(back.posterior["a,Infinity]"], odd);
});

test("other files are refused by name of what is wrong", () => {
  assert.throws(() => fromArvizJson("{"), /fromArvizJson: not JSON/);
  assert.throws(() => fromArvizJson("{}"), /no group posterior/);
  assert.throws(() => fromArvizJson('{"posterior":{"x":[[[1]]]}}'), /posterior.x must be scalar/);
  assert.throws(() => toArvizJson(run, { "ln scale": scale }), /a coordinate is called ln scale already/);
});

const python = pythonWith("arviz");

test("ArviZ opens it and finds the same summary", {
  skip: python ? false : "no Python with arviz here",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "pml-"));
  try {
    const file = join(folder, "run.json");
    writeFileSync(file, toArvizJson(run, { scale }));
    const program = `
import sys, json, arviz
data = arviz.from_json(sys.argv[1])
row = arviz.summary(data, var_names=["scale"], round_to="none").loc["scale"]
print(json.dumps({
  "row": [float(x) for x in row],
  "groups": data.groups(),
  "diverging": str(data.sample_stats.diverging.dtype),
  "steps": int(data.sample_stats.n_steps.sum()),
  "bfmi": [float(x) for x in arviz.bfmi(data)],
}))`;
    const seen = JSON.parse(runPython(python!, program, file));
    assertClose(seen.row, Object.values(summarise(scale)).flat(), 1e-8, "summary");
    for (const group of ["posterior", "sample_stats", "warmup_posterior", "warmup_sample_stats"]) {
      assert.ok(seen.groups.includes(group), `group ${group} among ${seen.groups}`);
    }
    assert.equal(seen.diverging, "bool");
    const steps = run.statistics.leapfrogSteps.flatMap((chain) => [...chain]).reduce((a, b) => a + b, 0);
    assert.equal(seen.steps, steps);
    assert.equal(seen.bfmi.length, 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
