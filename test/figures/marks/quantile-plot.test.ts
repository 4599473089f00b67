import assert from "node:assert/strict";
import { test } from "node:test";
import { quantilePlot } from "pml/figures";
import { render } from "pml/node";
import { powerTicks } from "#internal/figures/marks/quantile-plot";

const options = { description: "quantiles", title: "ln p(x), nats" };
const values = Float64Array.from({ length: 1000 }, (_, i) => -((i * 377) % 1000));

type Layers = { layer: { data: { values: string } }[] };
const rowsOf = (figure: unknown, layer: number) =>
  (figure as Layers).layer[layer]!.data.values.split("\n")
    .slice(1)
    .map((line) => line.split(","));

test("share r / n has the r-th lowest value; the first and the last are there, none twice", () => {
  const rows = rowsOf(quantilePlot([{ name: "one", values }], options), 0);
  for (const [, share, value] of rows) assert.equal(Number(value), Math.round(1000 * Number(share)) - 1000);
  assert.deepEqual(rows[0]!.slice(1), ["0.001", "-999"]);
  assert.deepEqual(rows.at(-1)!.slice(1), ["1", "0"]);
  assert.equal(new Set(rows.map(String)).size, rows.length);
});

test("the dashed line is the mean, which the quantiles of a few bad images do not show", async () => {
  const spoilt = Float64Array.from({ length: 1000 }, (_, i) => (i < 3 ? -1e9 : -800));
  const figure = quantilePlot([{ name: "spoilt", values: spoilt }], { ...options, scale: "symlog" });
  assert.equal(Number(rowsOf(figure, 1)[0]![1]), (3 * -1e9 + 997 * -800) / 1000);
  const { svg } = await render(figure);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  for (const text of ["\u221210⁸", "\u221210⁴", "0.1 %", "100 %", "spoilt"])
    assert.ok(texts.includes(text), text);
});

test("ticks: powers of ten of both signs within the range", () => {
  assert.deepEqual(
    powerTicks(-2000, 20).map(({ text }) => text),
    ["\u221210³", "\u221210²", "\u221210", "0", "10"],
  );
  assert.deepEqual(
    powerTicks(-3e9, -5).map(({ value }) => value),
    [-1e8, -1e6, -1e4, -1e2],
  );
});

test("values that are none are refused", () => {
  assert.throws(
    () => quantilePlot([{ name: "x", values: [1, Number.NaN] }], options),
    /x\[1\] must be finite/,
  );
  assert.throws(() => quantilePlot([{ name: "x", values: [1] }], options), /at least 2/);
  assert.throws(() => quantilePlot([], options), /at least one set/);
});
