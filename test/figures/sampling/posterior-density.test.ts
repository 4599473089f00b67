import assert from "node:assert/strict";
import { test } from "node:test";
import { posteriorDensity } from "pml/figures";
import { hdi } from "pml/inference";
import { logNormalLogDensity } from "pml/math";
import { render } from "pml/node";
import { quantities, tables, texts } from "./chains.js";

const exact = (value: number) => Math.exp(logNormalLogDensity(value, -1, 1));
const panel = {
  ...quantities[1]!,
  exact,
  prior: (value: number) => Math.exp(logNormalLogDensity(value, 0, 2)),
};

test("on a logarithmic axis every curve is a density of the logarithm: each has area 1, where it is not cut", () => {
  const rows = tables(posteriorDensity([panel], { description: "d" })).flat();
  const areaOf = (name: string) => {
    const curve = rows.filter((row) => row.name === name);
    return curve.slice(1).reduce((sum, row, i) => {
      const step = Math.log(Number(row.x) / Number(curve[i]!.x));
      return sum + 0.5 * step * (Number(row.density) + Number(curve[i]!.density));
    }, 0);
  };
  for (const name of ["chain 0", "chain 3", "exact"]) assert.ok(Math.abs(areaOf(name) - 1) < 0.03, name);
  assert.ok(areaOf("prior") > 0.8 && areaOf("prior") < 1);
  // the normal density of ln x at its centre
  const peak = Math.max(...rows.filter((row) => row.name === "exact").map((row) => Number(row.density)));
  assert.ok(Math.abs(peak - 1 / Math.sqrt(2 * Math.PI)) < 2e-3, String(peak));
});

test("the bar is the interval of all draws on their own scale", async () => {
  const figure = posteriorDensity([panel], { description: "d", title: "seen", probability: 0.9 });
  const bar = tables(figure).find((rows) => rows[0]!.low !== undefined)![0]!;
  const [low, high] = hdi(panel.draws, 0.9);
  assert.equal(Number(bar.low), Number(low.toPrecision(3)));
  assert.equal(Number(bar.high), Number(high.toPrecision(3)));
  const { svg } = await render(figure);
  for (const text of ["seen", "b", "prior", "exact", "chain 1", String(Number(low.toPrecision(3)))])
    assert.ok(texts(svg).includes(text), text);
});
