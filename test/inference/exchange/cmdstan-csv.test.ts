import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { derive, fromCmdstanCsv, sampleNuts, summarise, toCmdstanCsv } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { pythonWith, runPython } from "../../support/python-with.js";
import { normals } from "../targets/normals.js";

const density = normals([0, 3], [1, 2]);
const options = { chains: 3, warmup: 150, draws: 120 };
const run = await sampleNuts(density, { ...options, metric: "dense" }, { random: Random.from(1) });
const withWarmup = await sampleNuts(
  density,
  { ...options, keepWarmup: true, names: ["a", "b"] },
  { random: Random.from(2) },
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

/** A file as CmdStan writes it: transitions 0, thin, 2 thin, ... of each phase; theta is the number of the transition. */
function cmdstanText(warmup: number, samples: number, thin: number, more: readonly string[] = []): string {
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, m) => m)
      .filter((m) => m % thin === 0)
      .map((m) => `-1,${from + m}`);
  return [
    "# method = sample (Default)",
    `#     num_samples = ${samples}`,
    `#     num_warmup = ${warmup}`,
    "#     save_warmup = 1",
    `#     thin = ${thin}`,
    ...more,
    "lp__,theta",
    ...rows(0, warmup),
    "# Adaptation terminated",
    ...rows(warmup, samples),
    "",
  ].join("\n");
}

test("thinned warm-up is counted up: thin = 3 keeps 4 of 10, and none of them among the draws", () => {
  const back = fromCmdstanCsv([cmdstanText(10, 9, 3)]);
  assert.deepEqual(back.warmup_posterior!.theta, [Float64Array.of(0, 3, 6, 9)]);
  assert.deepEqual(back.posterior.theta, [Float64Array.of(10, 13, 16)]);
});

test("whatever the thinning, warm-up ends where the draws begin", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 60 }),
      fc.nat({ max: 60 }),
      fc.integer({ min: 1, max: 70 }),
      (warmup, samples, thin) => {
        const back = fromCmdstanCsv([cmdstanText(warmup, samples, thin)]);
        const phases = [back.warmup_posterior?.theta?.[0] ?? [], back.posterior.theta![0]!];
        assert.ok(phases[0]!.every((transition) => transition < warmup));
        assert.ok(phases[1]!.every((transition) => transition >= warmup));
        assert.deepEqual(
          phases.map(({ length }) => length),
          [Math.ceil(warmup / thin), Math.ceil(samples / thin)],
        );
      },
    ),
    { seed: 1 },
  );
});

test("without adaptation there is no warm-up, and what is no sample is refused", () => {
  const fixed = cmdstanText(0, 4, 1)
    .replace("num_warmup = 0", "num_warmup = 3")
    .replace("lp__", "#     algorithm = fixed_param\nlp__");
  assert.deepEqual(fromCmdstanCsv([fixed]).posterior.theta, [Float64Array.of(0, 1, 2, 3)]);
  const optimum = "# method = optimize\n#   algorithm = lbfgs (Default)\nlp__,theta\n-1,2\n";
  assert.throws(
    () => fromCmdstanCsv([optimum]),
    /the output of CmdStan's method optimize, wanted are draws of its method sample/,
  );
});

test("a matrix, a tuple and complex numbers come back under names of their own, counted from 0", () => {
  const text = "lp__,theta.1.1,theta.2.1,theta.1.2,pair:1,pair:2.1,z.1.real,z.1.imag\n-1,1,2,3,4,5,6,7\n";
  assert.deepEqual(fromCmdstanCsv([text]).posterior, {
    "theta[0,0]": [Float64Array.of(1)],
    "theta[1,0]": [Float64Array.of(2)],
    "theta[0,1]": [Float64Array.of(3)],
    "pair:1": [Float64Array.of(4)],
    "pair:2[0]": [Float64Array.of(5)],
    "z[0].real": [Float64Array.of(6)],
    "z[0].imag": [Float64Array.of(7)],
  });
});

test("a matrix written by us is Stan's matrix, and a name that would come back as another is refused", () => {
  const named = { ...run, names: ["theta[0,0]", "theta[0,1]"] };
  const [text] = toCmdstanCsv(named);
  assert.match(text!, /^lp__,.*,theta\.1\.1,theta\.1\.2$/m);
  assert.deepEqual(fromCmdstanCsv([text!]).posterior["theta[0,1]"], [run.coordinates[1]![0]!]);
  assert.throws(
    () => toCmdstanCsv({ ...run, names: ["v.1", "c"] }),
    /the name "v.1" would be read back as "v\[0\]"/,
  );
  assert.throws(() => toCmdstanCsv({ ...run, names: [" a", "c"] }), /would be read back as "a"/);
  assert.throws(() => toCmdstanCsv({ ...run, names: ["", "c"] }), /the name "" would be read back/);
  assert.throws(() => toCmdstanCsv({ ...run, names: ["a__", "c"] }), /ends as only Stan's own statistics do/);
});

test("a cell that is no number is refused by its place; Microsoft's infinity is read", () => {
  assert.deepEqual(fromCmdstanCsv(["lp__,a\n-1.#INF,1.#INF\n"]).posterior.a, [Float64Array.of(Infinity)]);
  for (const cell of ["NA", "", "abc", "0x1F", "1e", "True"])
    assert.throws(
      () => fromCmdstanCsv([`lp__,a\n-1,2\n-1,${cell}\n`]),
      (error: Error) =>
        error.message ===
        `fromCmdstanCsv: draw 1 of text 0 has ${JSON.stringify(cell)} for a, which is no number`,
    );
});

test("a file cut in its last number is refused; a run broken off between two draws is read", () => {
  const text = cmdstanText(40, 60, 1);
  assert.throws(
    () => fromCmdstanCsv([text.slice(0, -8)]),
    /has 59 draws after warm-up, .* announce 60 .* it was cut short/,
  );
  assert.equal(fromCmdstanCsv([text.slice(0, -6)]).posterior.theta![0]!.length, 59);
  assert.throws(() => fromCmdstanCsv([`${text}-1,9\n`]), /has 61 draws after warm-up, .* announce 60/);
  assert.throws(
    () => fromCmdstanCsv([text.slice(0, text.indexOf("# Adapt") - 6)]),
    /should begin with 40 warm-up draws .* but has 39 draws/,
  );
  assert.throws(
    () => fromCmdstanCsv([cmdstanText(4, 6, 1).replace("thin = 1", "thin = x")]),
    /thin = x, which is no number/,
  );
  assert.throws(() => fromCmdstanCsv(["lp__,a,a\n-1,1,2\n"]), /has the column a twice/);
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
