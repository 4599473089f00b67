import assert from "node:assert/strict";
import { test } from "node:test";
import { pairPlot } from "pml/figures";
import { render } from "pml/node";
import { normalChains, quantities, tables, texts } from "./chains.js";

const divergent = normalChains.map((chain, c) => chain.map((_, t) => (c === 2 && t === 17 ? 1 : 0)));

test("the cloud holds the draws in pairs, the divergent one marked where it is even if thinned out", () => {
  const figure = pairPlot(quantities, { description: "d", divergent, most: 400 });
  const [, cloud, marked] = tables(figure);
  assert.equal(cloud!.length, 400);
  assert.equal(marked!.length, 1);
  const [x, y] = quantities.map(({ draws }) => draws[2]![17]!);
  assert.ok(Math.abs(Number(marked![0]!.x) - x!) < 1e-3 && Math.abs(Number(marked![0]!.y) - y!) < 1e-3);
});

test("drawn with names; flags of another number of draws are refused", async () => {
  const { svg } = await render(pairPlot(quantities, { description: "d", title: "seen" }));
  for (const text of ["seen", "a", "b"]) assert.ok(texts(svg).includes(text), text);
  assert.throws(
    () => pairPlot(quantities, { description: "d", divergent: [new Float64Array(3)] }),
    /divergent/,
  );
  assert.throws(() => pairPlot(quantities.slice(1), { description: "d" }), /at least two/);
});
