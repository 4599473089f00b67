import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { derive, fromCmdstanCsv, sampleNuts, summarise, toCmdstanCsv } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { pythonWith, runPython } from "../../support/python-with.js";
import { normals } from "../targets/normals.js";

const density = normals([0, 3], [1, 2]);
const options = { chains: 3, warmup: 150, draws: 120 };
const run = await sampleNuts(density, { ...options, metric: "dense" }, Random.from(1));
const withWarmup = await sampleNuts(
  density,
  { ...options, keepWarmup: true, names: ["a", "b"] },
  Random.from(2),
);
const scale = derive(run, ([logScale]) => Math.exp(logScale!));

test("what is written is read back bit for bit, indices counted from 0 again", () => {
  const texts = toCmdstanCsv(run, { scale });
  assert.equal(texts.length, 3);
  assert.match(
    texts[0]!,
    /^lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,x\.1,x\.2,scale$/m,
  );
  const back = fromCmdstanCsv(texts);
  assert.deepEqual(Object.keys(back.posterior), ["x[0]", "x[1]", "scale"]);
  assert.deepEqual(back.posterior["x[1]"], run.coordinates[1]);
  assert.deepEqual(back.posterior.scale, scale);
  assert.deepEqual(back.sample_stats.energy, run.statistics.energy);
  assert.deepEqual(back.sample_stats.tree_depth, run.statistics.treeDepth);
  assert.equal(back.warmup_posterior, undefined);
  assert.equal(back.attributes.num_samples, "120");
});

test("warm-up draws stand before the others and come back apart", () => {
  const back = fromCmdstanCsv(toCmdstanCsv(withWarmup));
  assert.deepEqual(back.warmup_posterior!.b, withWarmup.warmup!.coordinates[1]);
  assert.deepEqual(back.warmup_sample_stats!.step_size, withWarmup.warmup!.statistics.stepSize);
  assert.deepEqual(back.posterior.b, withWarmup.coordinates[1]);
  assert.throws(() => toCmdstanCsv(withWarmup, { scale }), /warm-up was kept/);
});

test("NaN and infinities survive", () => {
  const odd = [Float64Array.of(Number.NaN, Infinity, -Infinity, 5e-324)];
  const statistics = Object.fromEntries(
    Object.keys(run.statistics).map((name) => [name, [new Float64Array(4)]]),
  ) as unknown as typeof run.statistics;
  const one = {
    ...run,
    names: ["a", "b"],
    coordinates: [odd, odd],
    statistics,
    adapted: run.adapted.slice(0, 1),
  };
  assert.deepEqual(fromCmdstanCsv(toCmdstanCsv(one)).posterior.a, odd);
});

test("a file as CmdStan writes it: comments anywhere, booleans, statistics of its own, carriage returns", () => {
  const text = [
    "# stan_version_major = 2",
    "#     num_warmup = 4 (Default)",
    "#     save_warmup = true",
    "#     thin = 2",
    "lp__,accept_stat__,other__,theta.1,theta.2.1",
    "-1,0.5,7,1,2",
    "-2,0.5,7,3,4",
    "# Adaptation terminated",
    "# Step size = 0.8",
    "-3,1,8,5,6",
    "",
    "#  Elapsed Time: 0.01 seconds (Warm-up)",
  ].join("\r\n");
  const back = fromCmdstanCsv([text]);
  assert.deepEqual(back.posterior["theta[0]"], [Float64Array.of(5)]);
  assert.deepEqual(back.warmup_posterior!["theta[0]"], [Float64Array.of(1, 3)]);
  assert.deepEqual(back.sample_stats.lp, [Float64Array.of(-3)]);
  assert.deepEqual(back.sample_stats.other, [Float64Array.of(8)]);
});

test("what is no such file, and names it cannot hold, are refused", () => {
  const [text] = toCmdstanCsv(run);
  assert.throws(() => fromCmdstanCsv([]), /at least one text/);
  assert.throws(() => fromCmdstanCsv(["a,b\n1,2"]), /text 0 has no line of columns with lp__/);
  assert.throws(
    () => fromCmdstanCsv([text!, text!.trimEnd().split("\n").slice(0, -1).join("\n")]),
    /text 1 has other/,
  );
  assert.throws(() => fromCmdstanCsv([text!, "lp__,a\n1,2"]), /text 1 has other columns/);
  assert.throws(() => fromCmdstanCsv(["lp__,a\n1,2,3"]), /draw 0 of text 0 has 3 values for 2 columns/);
  assert.throws(() => toCmdstanCsv({ ...run, names: ["a,b", "c"] }), /none of , #/);
  assert.throws(() => toCmdstanCsv(run, { "x[0]": scale }), /x.1 is there twice/);
});

const python = pythonWith("arviz");

test("ArviZ opens the files and finds the same summary, warm-up apart", {
  skip: python ? false : "no Python with arviz here",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "pml-"));
  try {
    const files = toCmdstanCsv(withWarmup).map((text, chain) => {
      const file = join(folder, `run_${chain + 1}.csv`);
      writeFileSync(file, text);
      return file;
    });
    const program = `
import sys, json, arviz
data = arviz.from_cmdstan(posterior=sys.argv[1:], save_warmup=True)
row = arviz.summary(data, var_names=["b"], round_to="none").loc["b"]
print(json.dumps({
  "row": [float(x) for x in row],
  "groups": data.groups(),
  "warmup": data.warmup_posterior["b"].values[2].tolist(),
  "divergent": str(data.sample_stats["diverging"].dtype),
}))`;
    const found = JSON.parse(runPython(python!, program, ...files));
    const expected = Object.values(summarise(withWarmup.coordinates[1]!)).flat() as number[];
    assertClose(found.row, expected, 1e-8, "summary");
    assert.ok(found.groups.includes("sample_stats") && found.groups.includes("warmup_posterior"));
    assert.deepEqual(found.warmup, [...withWarmup.warmup!.coordinates[1]![2]!]);
    assert.equal(found.divergent, "bool");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
