import assert from "node:assert/strict";
import { test } from "node:test";
import { shareHeatMaps } from "pml/figures";
import { render } from "pml/node";

const counts = [
  [3, 1],
  [1, 1],
  [0, 2],
];
const options = { description: "heat", rowTitle: "digit", columnTitle: "component" };
const cellsOf = (figure: unknown) =>
  (figure as { data: { values: string } }).data.values
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(1).map(Number));

test("percent of a row, or of a column", () => {
  const byRow = cellsOf(shareHeatMaps([{ name: "a", counts }], options));
  assert.deepEqual(byRow, [
    [0, 0, 75],
    [0, 1, 25],
    [1, 0, 50],
    [1, 1, 50],
    [2, 0, 0],
    [2, 1, 100],
  ]);
  const byColumn = cellsOf(shareHeatMaps([{ name: "a", counts }], { ...options, shareOf: "column" }));
  assert.deepEqual(
    byColumn.map(([, , percent]) => percent),
    [75, 25, 25, 25, 0, 50],
  );
});

test("an empty row or column is 0 %, not NaN", () => {
  const empty = cellsOf(shareHeatMaps([{ name: "a", counts: [[0, 0]] }], options));
  assert.deepEqual(
    empty.map(([, , percent]) => percent),
    [0, 0],
  );
});

test("labels and numbers reach the drawing; white is nothing", async () => {
  const { svg } = await render(
    shareHeatMaps([{ name: "a", counts }], { ...options, columnLabels: ["7", "1"] }),
  );
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  for (const text of ["75", "25", "50", "100", "digit", "component", "a", "7"])
    assert.ok(texts.includes(text), text);
  assert.match(svg, /% of row: 0\.0"[^>]*fill="(?:rgb\(255, 255, 255\)|#fff(?:fff)?)"/);
});

test("ragged tables are refused", () => {
  assert.throws(
    () => shareHeatMaps([{ name: "a", counts: [[1, 2], [1]] }], options),
    /row 1 of a must have length 2/,
  );
  assert.throws(() => shareHeatMaps([], options), /at least one table/);
});

test("a single table without a name is a plain drawing, without a heading", async () => {
  const figure = shareHeatMaps([{ name: "", counts }], options);
  assert.ok(!("facet" in figure) && "layer" in figure);
  const { svg } = await render(figure);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  assert.ok(texts.includes("75") && texts.includes("component"));
  assert.ok(!texts.includes("null"));
});
