import assert from "node:assert/strict";
import { test } from "node:test";
import { bandCoverage, predictivePlot, reportPredictive } from "pml/figures";
import { render } from "pml/node";
import { tables, texts } from "../sampling/chains.js";

const curves = {
  x: [-1, 0, 1, 2],
  truth: [0, 1.9, 2.1, -5],
  mean: [0, 0, 0, 0],
  variance: [1, 1, 1, 4],
  data: { x: [-1], y: [0] },
};

test("coverage: the share of points within two standard deviations", () => {
  assert.equal(bandCoverage(curves), 0.5);
  assert.equal(bandCoverage({ ...curves, variance: [1, 1, 2, 9] }), 1);
});

test("as in the report: five series in its order, edges two standard deviations away", async () => {
  const figure = reportPredictive(curves, { description: "d" });
  const all = tables(figure);
  const named = (name: string) => all.find((rows) => rows[0]!.name === name)!.map(({ y }) => Number(y));
  assert.deepEqual(named("m(x*) + 2√v(x*)"), [2, 2, 2, 4]);
  assert.deepEqual(named("m(x*) − 2√v(x*)"), [-2, -2, -2, -4]);
  const seen = texts((await render(figure)).svg);
  const legend = ["f(x)", "D", "m(x*)", "m(x*) + 2√v(x*)", "m(x*) − 2√v(x*)"];
  assert.deepEqual(
    seen.filter((text) => legend.includes(text)),
    legend,
  );
});

test("corrected: one filled band, joint draws apart from each other", async () => {
  const draws = [
    [0, 1, 0, 1],
    [1, 0, 1, 0],
  ];
  const figure = predictivePlot(curves, { description: "d", title: "seen", draws });
  const band = tables(figure).find((rows) => rows[0]!.y2 !== undefined)!;
  assert.deepEqual(
    band.map(({ y, y2 }) => [Number(y), Number(y2)]),
    [
      [-2, 2],
      [-2, 2],
      [-2, 2],
      [-4, 4],
    ],
  );
  assert.equal(new Set(tables(figure)[1]!.map(({ draw }) => draw)).size, 2);
  const seen = texts((await render(figure)).svg);
  for (const text of ["seen", "m(x*) ± 2√v(x*)", "joint draws"]) assert.ok(seen.includes(text), text);
  assert.ok(!texts((await render(predictivePlot(curves, { description: "d" }))).svg).includes("joint draws"));
});

test("a narrower band to compare with is two dashed lines under its name", async () => {
  const compared = { name: "as in the report", variance: [0.25, 0.25, 0.25, 0.25] };
  const figure = predictivePlot(curves, { description: "d", compared });
  const edges = tables(figure).filter((rows) => rows[0]!.name === compared.name);
  assert.deepEqual(
    edges.map((rows) => Number(rows[0]!.y)),
    [-1, 1],
  );
  assert.ok(texts((await render(figure)).svg).includes(compared.name));
  assert.throws(
    () => predictivePlot(curves, { description: "d", compared: { ...compared, variance: [1] } }),
    /compared/,
  );
});

test("curves of different lengths are refused", () => {
  assert.throws(() => reportPredictive({ ...curves, mean: [0] }, { description: "d" }), /mean/);
  assert.throws(() => predictivePlot(curves, { description: "d", draws: [[1]] }), /draws\[0\]/);
});
