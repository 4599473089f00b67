import assert from "node:assert/strict";
import { test } from "node:test";
import { autocorrelationPlot } from "pml/figures";
import { render } from "pml/node";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { quantities, tables, texts } from "./chains.js";

test("an autoregressive chain falls by its factor a lag; the band is 1.96 / sqrt(n)", () => {
  const random = Random.from(2);
  const chain = new Float64Array(40_000);
  for (let t = 1; t < chain.length; t++) chain[t] = 0.8 * chain[t - 1]! + random.normal();
  const figure = autocorrelationPlot([{ name: "x", draws: [chain] }], { description: "d", lags: 5 });
  const [band, lines] = tables(figure);
  assertClose(Number(band![0]!.high), 1.96 / 200, 1e-4);
  assert.equal(lines!.length, 6);
  for (const { lag, value } of lines!)
    assert.ok(Math.abs(Number(value) - 0.8 ** Number(lag)) < 0.03, `${lag}: ${value}`);
});

test("drawn, a panel a quantity", async () => {
  const { svg } = await render(autocorrelationPlot(quantities, { description: "d", title: "seen" }));
  for (const text of ["seen", "a", "b", "lag", "autocorrelation", "chain 2"])
    assert.ok(texts(svg).includes(text), text);
});
