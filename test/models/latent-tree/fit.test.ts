import assert from "node:assert/strict";
import { test } from "node:test";
import type { LatentTreeOptions, LatentTreeState } from "pml/models/latent-tree";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { liveTensors } from "pml/tensorflow";
import { assertClose } from "../../support/close.js";
import { randomLatentTree } from "../../support/latent-tree-by-enumeration.js";

const columns = 8;
const source = Random.from(5);
const truth = randomLatentTree({ dimension: columns, states: 3, levels: 4 }, () => source.uniform(), 6);
const rowsOf = (count: number, seed: number) => ({
  values: latentTree.sample(truth, count, Random.from(seed)).values,
  columns,
});
const rows = rowsOf(700, 1);
const exact = { states: 3, levels: 4, precision: "float64" } as const;
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("full EM never lowers its objective, with and without pseudo-counts, and in single precision but for its rounding", async () => {
  for (const [precision, slack] of [
    ["float64", 1e-12],
    ["float32", 1e-5],
  ] as const) {
    for (const pseudoCount of [0, 0.5, 3]) {
      const config: LatentTreeOptions = {
        ...exact,
        precision,
        stepwisePasses: 1,
        fullPasses: 25,
        pseudoCounts: { transition: pseudoCount, emission: pseudoCount },
      };
      const { history } = await latentTree.fit(rows, config, { random: Random.from(3) });
      const objectives = history.slice(1).map(({ objective }) => objective!);
      assert.equal(objectives.length, 25);
      for (let i = 1; i < objectives.length; i++)
        assert.ok(objectives[i]! >= objectives[i - 1]! - slack, `${precision}, ${pseudoCount}, pass ${i}`);
      assert.ok(objectives.at(-1)! > objectives[0]! + 0.01);
      if (pseudoCount === 0) assert.equal(history[3]!.objective, history[3]!.meanLogLikelihood);
    }
  }
});

test("the log-likelihood of a pass is that of the parameters before it", async () => {
  const hooks = { random: Random.from(3) };
  const config = { ...exact, stepwisePasses: 0, pseudoCounts: { transition: 1, emission: 1 } };
  const before = await latentTree.fit(rows, { ...config, fullPasses: 4 }, hooks);
  const { history } = await latentTree.fit(rows, { ...config, fullPasses: 5, batchRows: 99 }, hooks);
  const nats = mean(await latentTree.logDensity(before, rows));
  assert.ok(
    Math.abs(history[4]!.meanLogLikelihood - nats) < 1e-6,
    `${history[4]!.meanLogLikelihood}, ${nats}`,
  );
});

test("one state is a product of independent pixels, with its pseudo-counts", async () => {
  const pseudoCounts = { transition: 1, emission: 0 };
  const config = { states: 1, levels: 4, stepwisePasses: 0, fullPasses: 1, pseudoCounts };
  const model = await latentTree.fit(rows, config, { random: Random.from(1) });
  const shares = Array.from({ length: columns }, (_, d) =>
    Array.from(
      { length: 4 },
      (_, v) => rows.values.filter((x, i) => i % columns === d && x === v).length / 700,
    ),
  );
  const found = await latentTree.logDensity(model, rows);
  const expected = Array.from(found, (_, row) =>
    shares.reduce((sum, share, d) => sum + Math.log(share[rows.values[row * columns + d]!]!), 0),
  );
  assertClose(found, expected, 1e-5, "nats");
});

test("a planted tree is found, and fits new rows as well as the truth does", async () => {
  const many = rowsOf(6000, 11);
  const fresh = rowsOf(4000, 12);
  const config = {
    states: 3,
    levels: 4,
    stepwisePasses: 6,
    fullPasses: 60,
    batchRows: 200,
    pseudoCounts: { transition: 0.5, emission: 0.5 },
  };
  const fits = await Promise.all(
    [1, 2, 3].map((seed) => latentTree.fit(many, config, { random: Random.from(seed) })),
  );
  const scores = await Promise.all(
    fits.map(async (model) => mean(await latentTree.logDensity(model, fresh))),
  );
  const best = mean(await latentTree.logDensity(truth, fresh));
  assert.ok(Math.max(...scores) > best - 0.02, `${scores} are below ${best}`);
  assert.ok(Math.max(...scores) < best + 0.02);
});

test("a fit is the same for the same seed, another for another, and goes on from any pass bit for bit", async () => {
  for (const precision of ["float32", "float64"] as const) {
    const config = { ...exact, precision, stepwisePasses: 2, fullPasses: 2, batchRows: 128 };
    const states: LatentTreeState[] = [];
    const whole = await latentTree.fit(rows, config, {
      random: Random.from(3),
      onState: (state) => states.push(state),
    });
    assert.deepEqual(await latentTree.fit(rows, config, { random: Random.from(3) }), whole);
    const other = await latentTree.fit(rows, config, { random: Random.from(4) });
    assert.notDeepEqual(other.parameters, whole.parameters);
    for (const from of states)
      assert.deepEqual(await latentTree.fit(rows, config, { random: Random.from(3), from }), whole);
  }
});

test("an interrupted fit has handed out its finished passes, and leaves no tensor behind", async () => {
  const before = liveTensors();
  const stop = new AbortController();
  const states: LatentTreeState[] = [];
  const onState = (state: LatentTreeState) => {
    states.push(state);
    if (states.length === 2) stop.abort();
  };
  const config = { ...exact, stepwisePasses: 3, fullPasses: 3 };
  const hooks = { random: Random.from(3), onState, signal: stop.signal };
  await assert.rejects(latentTree.fit(rows, config, hooks), /interrupted/);
  assert.equal(states.length, 2);
  await latentTree.fit(rows, config, { random: Random.from(3) });
  assert.equal(liveTensors(), before);
});

test("missing pixels are summed over: a column never seen tells nothing and changes nothing", async () => {
  const values = Array.from(rows.values, (value, i) => (i % columns === 2 || i % 13 === 0 ? null : value));
  const config = {
    ...exact,
    stepwisePasses: 1,
    fullPasses: 20,
    pseudoCounts: { transition: 0.1, emission: 0.1 },
  };
  const model = await latentTree.fit({ values, columns }, config, { random: Random.from(3) });
  const objectives = model.history.slice(1).map(({ objective }) => objective!);
  for (let i = 1; i < objectives.length; i++) assert.ok(objectives[i]! >= objectives[i - 1]! - 1e-12);
});

test("pixels that never change, bits, and one row are fitted too", async () => {
  const constant = { values: new Uint8Array(60).fill(3), columns: 6 };
  const model = await latentTree.fit(constant, { states: 2, levels: 4 }, { random: Random.from(1) });
  const [nats] = await latentTree.logDensity(model, { values: [3, 3, 3, 3, 3, 3], columns: 6 });
  assert.ok(nats! > Math.log(0.01) && nats! < 0);
  const bits = { values: rows.values.map((value) => (value > 1 ? 255 : 0)), columns, divisor: 255 };
  const binary = await latentTree.fit(
    bits,
    { states: 4, levels: 2, fullPasses: 5 },
    { random: Random.from(1) },
  );
  assert.ok(mean(await latentTree.logDensity(binary, bits)) > -columns * Math.LN2);
  const one = { values: [0, 1, 2], columns: 3 };
  assert.equal(
    (await latentTree.fit(one, { states: 2, levels: 3 }, { random: Random.from(1) })).history.length,
    6,
  );
});

test("what cannot be fitted is refused", async () => {
  const refused = (config: LatentTreeOptions, message: RegExp, values: Uint8Array = rows.values) =>
    assert.rejects(latentTree.fit({ values, columns }, config, { random: Random.from(1) }), message);
  await refused({ ...exact, states: 0 }, /states must be an integer of at least 1, got 0/);
  await refused({ ...exact, levels: 3 }, /level in 0\.\.2/);
  await refused({ ...exact, parents: new Int32Array(columns).fill(-1) }, /one root.*got 8/);
  await refused({ ...exact, parents: Int32Array.of(-1, 0) }, /parents must have length 8, got 2/);
  await refused({ ...exact, steps: { offset: 0, decay: 0.6 } }, /offset must be at least 1/);
  await refused({ ...exact, steps: { offset: 2, decay: 0.5 } }, /decay must be above 0\.5/);
  await refused({ ...exact, steps: { first: 1, last: 0.1 } }, /first must be in \(0, 1\), got 1/);
  await refused({ ...exact, steps: { first: 0.1, last: 0.2 } }, /last must be in \(0, 0\.1\], got 0\.2/);
  await refused({ ...exact, pseudoCounts: { transition: -1, emission: 0 } }, /pseudoCounts\.transition/);
  let from: LatentTreeState | undefined;
  const onState = (state: LatentTreeState) => {
    from = state;
  };
  await latentTree.fit(rows, exact, { random: Random.from(1), onState });
  const goOn = (config: LatentTreeOptions) =>
    latentTree.fit(rows, config, { random: Random.from(1), from: from! });
  await assert.rejects(goOn({ ...exact, states: 4 }), /another configuration/);
  await assert.rejects(goOn({ ...exact, stepwisePasses: 2, fullPasses: 1 }), /6 passes were made/);
  await assert.rejects(goOn({ ...exact, parents: Int32Array.of(-1, 0, 0, 0, 0, 0, 0, 0) }), /another tree/);
});
