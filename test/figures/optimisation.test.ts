import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choiceShares,
  chosenPoints,
  foundShares,
  type OptimisationStep,
  optimisationSlider,
  optimisationSteps,
  regretCurves,
  regretQuantiles,
} from "pml/figures";
import { render } from "pml/node";
import { binShares } from "#internal/figures/optimisation/chosen-points";
import { stepText } from "#internal/figures/optimisation/optimisation-step";

const x = Float64Array.from({ length: 21 }, (_, i) => -1 + i / 10);
const step = (k: number): OptimisationStep => ({
  title: `k = ${k}`,
  x,
  f: x.map((v) => Math.sin(5 * v)),
  drawn: x.map((v) => Math.cos(3 * v)),
  mean: x.map((v) => v / 2),
  sd: x.map((v) => 1 - v * v),
  start: { x: [-1, 1], y: [Math.sin(-5), Math.sin(5)] },
  earlier: { x: Array.from({ length: k }, (_, i) => i / 10), y: Array.from({ length: k }, () => 0.25) },
  added: { x: 0.5, y: 0.75 },
});
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const purple = 'stroke="#9467bd"';

test("as in the report: two bounds, no mean, no earlier additions; corrected: band, mean, numbered additions, minimum", async () => {
  const report = await render(optimisationSteps([step(1), step(4)], { description: "R", asInReport: true }));
  const corrected = await render(
    optimisationSteps([step(0), step(4)], { description: "C", minimum: { x: -0.3, y: -1 } }),
  );
  for (const text of ["k = 1", "k = 4", "f(x)", "m + 2√v", "D (start)"])
    assert.ok(textsOf(report.svg).includes(text), text);
  assert.ok(!textsOf(report.svg).includes("minimum"));
  const bounds = (svg: string) => svg.split("mark-line").length - 1;
  assert.equal(bounds(report.svg), 2 * 4);
  assert.equal(bounds(corrected.svg), 2 * 3);
  assert.ok(report.svg.includes(purple));
  for (const text of ["k = 0", "m ± 2√v", "minimum", "0", "1,2,3".slice(0, 1)])
    assert.ok(textsOf(corrected.svg).includes(text), text);
});

test("numbers of a crowd: at most three and a count", () => {
  assert.equal(stepText([4]), "4");
  assert.equal(stepText([1, 2, 9]), "1, 2, 9");
  assert.equal(stepText([1, 2, 9, 10, 11, 13]), "1, 2, 9–11, 13");
});

test("the slider holds every step and shows the one asked for first", async () => {
  const steps = [0, 1, 2].map(step);
  const figure = optimisationSlider(steps, { description: "all steps", first: 2, every: 1 });
  const { params, vconcat } = figure as unknown as {
    params: { value: number; bind: { max: number } }[];
    vconcat: { layer: { data: { values: string } }[] }[];
  };
  const { layer } = vconcat[0]!;
  assert.deepEqual([params[0]!.value, params[0]!.bind.max], [2, 2]);
  assert.equal(layer[0]!.data.values.split("\n").length, 1 + 3 * 21);
  const { svg } = await render(figure);
  assert.ok(svg.includes('d="M'));
  assert.throws(() => optimisationSlider(steps, { description: "", first: 3 }), /got 3 steps, first 3/);
});

test("quantiles of the regret at each step", async () => {
  const runs = Array.from({ length: 101 }, (_, r) => [r, r / 100, 0]);
  const rows = regretQuantiles({ name: "one", runs });
  [10, 25, 50, 75, 90].forEach((value, i) => {
    assert.ok(Math.abs(rows[0]![i]! - value) < 1e-9);
  });
  assert.deepEqual(rows[2], [0, 0, 0, 0, 0]);
  const { svg } = await render(
    regretCurves([{ name: "one", runs }], { description: "regret", yTitle: "regret" }),
  );
  assert.ok(["one", "101 runs"].every((text) => textsOf(svg).includes(text)));
  assert.throws(
    () => regretCurves([{ name: "none", runs: [] }], { description: "", yTitle: "" }),
    /at least one run/,
  );
});

test("shares of runs have a width even where all or none have found it", async () => {
  const figure = foundShares([{ name: "one", shares: [0, 1], runs: 50 }], {
    description: "found",
    yTitle: "share",
  });
  const rows = (figure as unknown as { data: { values: string } }).data.values.split("\n").slice(1);
  const [none, all] = rows.map((row) => row.split(",").slice(1).map(Number));
  assert.ok(none![2] === 0 && none![3]! > 0.01 && all![2]! < 0.99 && all![3] === 1);
  await render(figure);
});

test("the map counts runs by step and bin, the right end in the last bin", async () => {
  const places = [
    [-1, 1],
    [-0.9, 0.1],
  ];
  const cells = binShares(places, -1, 1, 10);
  assert.deepEqual(
    cells.map(({ k, bin, share }) => [k, bin, share]),
    [
      [0, 0, 1],
      [1, 9, 0.5],
      [1, 5, 0.5],
    ],
  );
  const { svg } = await render(
    chosenPoints([{ name: "one", places }], { description: "map", f: { x, y: x } }),
  );
  assert.ok(textsOf(svg).includes("share of runs"));
});

test("one step: curves above, shares of chosen candidates below", async () => {
  const shares = x.map((_, i) => (i === 3 ? 0.75 : i === 8 ? 0.25 : 0));
  const rules = [{ name: "rule", drawn: [x, x], shares }];
  const { svg } = await render(
    choiceShares(rules, { description: "one step", x, f: x, data: { x: [0], y: [0] } }),
  );
  assert.ok(textsOf(svg).includes("rule") && textsOf(svg).includes("chosen"));
  assert.throws(
    () =>
      choiceShares([{ name: "r", drawn: [], shares: [1] }], { description: "", x, f: x, data: { x, y: x } }),
    /shares must have length 21, got 1/,
  );
});
