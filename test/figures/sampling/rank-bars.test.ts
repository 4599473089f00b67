import assert from "node:assert/strict";
import { test } from "node:test";
import { rankBars, rankCounts } from "pml/figures";
import { render } from "pml/node";
import { normalChains, quantities, texts } from "./chains.js";

test("ranks: a chain that lies below all others has the first bins, each bin as many draws", () => {
  const low = Float64Array.from({ length: 8 }, (_, i) => i);
  const counts = rankCounts([low, low.map((x) => x + 100)], 4);
  assert.deepEqual(counts, [
    [4, 4, 0, 0],
    [0, 0, 4, 4],
  ]);
  const normal = rankCounts(normalChains, 20);
  for (let bin = 0; bin < 20; bin++)
    assert.equal(
      normal.reduce((sum, count) => sum + count[bin]!, 0),
      80,
    );
  for (const count of normal)
    assert.equal(
      count.reduce((a, b) => a + b),
      400,
    );
});

test("independent chains stay in the band in about 95 % of the bins", () => {
  const halfWidth = 1.96 * Math.sqrt(20 * (1 - 1 / 20));
  const inside = rankCounts(normalChains, 20)
    .flat()
    .filter((count) => Math.abs(count - 20) <= halfWidth);
  assert.ok(inside.length >= 70, String(inside.length));
});

test("drawn, a column a chain", async () => {
  const { svg } = await render(rankBars(quantities, { description: "d", title: "seen" }));
  for (const text of ["seen", "chain 0", "chain 3", "rank"]) assert.ok(texts(svg).includes(text), text);
  for (const line of ["a", "draws"]) assert.match(svg, new RegExp(`>${line}</tspan>`));
});
