import assert from "node:assert/strict";
import { test } from "node:test";
import { derive, type Run, sampleMetropolis, sampleNuts, warnings } from "pml/inference";
import { Random } from "pml/random";
import { normals, standardNormal } from "../targets/normals.js";

const good = await sampleNuts(
  standardNormal(2),
  { targetAcceptance: 0.9, names: ["a", "b"] },
  { random: Random.from(1) },
);

/** The run with one statistic replaced from the draw number `from` on. */
function withStatistic(run: Run, name: keyof Run["statistics"], value: number, count: number): Run {
  const changed = run.statistics[name].map((chain, c) =>
    c === 0 ? chain.map((x, t) => (t < count ? value : x)) : chain,
  );
  return { ...run, statistics: { ...run.statistics, [name]: changed } };
}

test("a good run has none", () => {
  assert.deepEqual(warnings(good), []);
});

test("divergences and saturated trees are counted", () => {
  const [first, second, ...others] = warnings(
    withStatistic(withStatistic(good, "divergent", 1, 3), "treeDepth", 10, 20),
  );
  assert.equal(first!.kind, "divergences");
  assert.match(first!.text, /^3 of 4000 \(0.075 %\) transitions diverged/);
  assert.equal(second!.kind, "tree depth");
  assert.match(second!.text, /^20 of 4000 \(0.50 %\) .* largest tree depth 10/);
  assert.deepEqual(others, []);
});

test("slow energy is named by chain", () => {
  const energy = good.statistics.energy.map((chain, c) =>
    c === 2 ? chain.map((_, t) => Math.sin(t / 100)) : chain,
  );
  const found = warnings({ ...good, statistics: { ...good.statistics, energy } });
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ["energy"],
  );
  assert.match(found[0]!.text, /BFMI below 0.3: chain 2: 0.00\)/);
});

test("chains that did not mix: R-hat and effective sample size, with names and values", async () => {
  const run = await sampleMetropolis(
    normals([0, 0], [1, 1000]),
    { warmup: 0, draws: 300, stepSize: 0.1, names: ["near", "far"], startRadius: 500 },
    { random: Random.from(1) },
  );
  const found = warnings(run, { sum: derive(run, ([a, b]) => a! + b!) });
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ["r-hat", "bulk ess", "tail ess"],
  );
  assert.match(found[0]!.text, /R-hat is not below 1.01 \(near \d.*, far \d.*, sum \d/);
  assert.match(found[1]!.text, /below 400, 100 a chain/);
});

test("a single chain cannot tell", async () => {
  const run = await sampleNuts(standardNormal(1), { chains: 1 }, { random: Random.from(1) });
  assert.match(
    warnings(run)
      .map(({ text }) => text)
      .join(),
    /a single chain cannot show/,
  );
});
