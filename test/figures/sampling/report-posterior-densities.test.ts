import assert from "node:assert/strict";
import { test } from "node:test";
import { reportPosteriorDensities } from "pml/figures";
import { hdi, kde, mean } from "pml/inference";
import { render } from "pml/node";
import { quantities, tables, texts } from "./chains.js";

const figure = reportPosteriorDensities([{ name: "kernel.variance", draws: quantities[1]!.draws }], {
  description: "d",
  tickSteps: [2],
});

test("one curve of all draws from the smallest to the largest, as ArviZ estimates it", () => {
  const [curve] = tables(figure);
  const expected = kde(quantities[1]!.draws.flatMap((chain) => [...chain]));
  assert.equal(curve!.length, expected.x.length);
  for (const [i, { y }] of curve!.entries()) assert.ok(Math.abs(Number(y) - expected.density[i]!) < 1e-3);
});

test("mean and ends of the interval in two digits, ticks at the wanted steps", async () => {
  const [low, high] = hdi(quantities[1]!.draws, 0.95).map((value) => String(Number(value.toPrecision(2))));
  const centre = String(Number(mean(quantities[1]!.draws).toPrecision(2)));
  const { svg } = await render(figure);
  for (const text of [`mean=${centre}`, "95% HDI", low!, high!, "kernel.variance", "2", "4"])
    assert.ok(texts(svg).includes(text), text);
});
