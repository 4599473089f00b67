import assert from "node:assert/strict";
import { test } from "node:test";
import { linkedDraws, type NamedQuantity } from "pml/figures";
import { render } from "pml/node";
import { headlessView } from "../../support/headless-view.js";
import { quantities, tables, texts } from "./chains.js";

const pair = quantities.slice(0, 2) as unknown as readonly [NamedQuantity, NamedQuantity];

test("one row for each shown draw, with the same draw of both quantities", () => {
  const [rows] = tables(linkedDraws(pair, { description: "d", pointsPerChain: 100 }));
  assert.equal(rows!.length, 400);
  for (const { chain, draw, first, second } of rows!) {
    const [c, t] = [Number(chain!.at(-1)), Number(draw) - 1];
    assert.ok(Math.abs(Number(first) / pair[0].draws[c]![t]! - 1) < 1e-2);
    assert.ok(Math.abs(Number(second) / pair[1].draws[c]![t]! - 1) < 1e-2);
  }
});

test("a rectangle in the cloud leaves the draws inside it in colour, and those alone, in all three views", async () => {
  const { view, items } = await headlessView(linkedDraws(pair, { description: "d", pointsPerChain: 100 }));
  const grey = () =>
    (items("symbol") as unknown as { fill?: string; datum: { first?: number } }[])
      .filter(({ datum }) => datum?.first !== undefined)
      .map(({ fill, datum }) => ({ isGrey: fill === "#d9d9d9", first: datum.first! }));
  const before = grey();
  assert.equal(before.length, 1200, "three views of 400 draws");
  assert.ok(
    before.every(({ isGrey }) => !isGrey),
    "all in colour where nothing is chosen",
  );
  const field = (name: string) => ({ type: "R", field: name, channel: name === "first" ? "x" : "y" });
  view.data("chosen_store", [
    {
      unit: "pairs",
      fields: [field("first"), field("second")],
      values: [
        [0.5, 9],
        [0, 99],
      ],
    },
  ]);
  await view.runAsync();
  const after = grey();
  for (const { isGrey, first } of after) assert.equal(isGrey, first < 0.5);
  assert.ok(after.some(({ isGrey }) => isGrey) && after.some(({ isGrey }) => !isGrey));
});

test("drawn with names and chains; misfits are refused by name", async () => {
  const { svg } = await render(linkedDraws(pair, { description: "d" }));
  for (const text of ["a", "b", "draw", "chain 0", "chain 3"]) assert.ok(texts(svg).includes(text), text);
  const shorter = { name: "c", draws: pair[0].draws.slice(1) };
  assert.throws(() => linkedDraws([pair[0], shorter], { description: "d" }), /linkedDraws: chains of c/);
  assert.throws(() => linkedDraws(pair, { description: "d", pointsPerChain: 0 }), /pointsPerChain/);
});
