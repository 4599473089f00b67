import assert from "node:assert/strict";
import { test } from "node:test";
import { essEvolution } from "pml/figures";
import { ess } from "pml/inference";
import { render } from "pml/node";
import { normalChains, quantities, tables, texts } from "./chains.js";

test("each point is the effective size of that many first draws; the line is 100 a chain", () => {
  const figure = essEvolution(quantities.slice(0, 1), { description: "d", points: 4 });
  const [enough, points] = tables(figure);
  assert.equal(enough![0]!.enough, "400");
  assert.deepEqual(
    points!.filter(({ kind }) => kind === "tail").map(({ draws }) => Number(draws)),
    [400, 800, 1200, 1600],
  );
  const half = points!.find(({ kind, draws }) => kind === "bulk" && draws === "800")!;
  const expected = ess(normalChains.map((chain) => chain.slice(0, 200)));
  assert.ok(Math.abs(Number(half.ess) - expected) < 1, `${half.ess} ${expected}`);
});

test("drawn with both kinds in the legend", async () => {
  const { svg } = await render(essEvolution(quantities, { description: "d" }));
  for (const text of ["bulk", "tail", "draws of all chains"]) assert.ok(texts(svg).includes(text), text);
});
