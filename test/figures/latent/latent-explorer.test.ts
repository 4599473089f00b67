import assert from "node:assert/strict";
import { test } from "node:test";
import { type Figure, latentExplorer } from "pml/figures";
import { render } from "pml/node";
import { headlessView } from "../../support/headless-view.js";

const count = 45;
/** Point i stands at (i, -i) and its image is all of grey i / count. */
const grey = (i: number) => new Array(9).fill(i / count);
const points = {
  codes: Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? i / 2 : -(i - 1) / 2)),
  labels: Array.from({ length: count }, (_, i) => i % 10),
  originals: Array.from({ length: count }, (_, i) => grey(i)),
  reconstructions: Array.from({ length: count }, (_, i) => grey(count - i)),
};
const options = { description: "Explore.", rows: 3, columns: 3 };

test("every point carries its own number, wherever it stands in the drawing order", () => {
  const figure = latentExplorer(points, options) as Figure & {
    hconcat: { data: { values: string } }[];
  };
  const [head, ...rows] = figure.hconcat[0]!.data.values.split("\n");
  assert.equal(head, "x,y,digit,image");
  assert.equal(rows.length, count);
  for (const row of rows) {
    const [x, y, digit, index] = row.split(",").map(Number);
    assert.deepEqual([x, y, digit], [index, -index! + 0, index! % 10]);
  }
});

test("both windows show the chosen point's place in the pictures of all images", async () => {
  for (const chosen of [0, 27]) {
    const { items } = await headlessView(latentExplorer(points, { ...options, chosen }));
    const windows = items("image");
    assert.equal(windows.length, 2);
    for (const { x, y } of windows)
      assert.deepEqual([x, y], [-15 * (chosen % 20) + 0, -15 * Math.floor(chosen / 20) + 0]);
  }
});

test("what the pointer finds is shown instead of the first choice", async () => {
  const { view, items } = await headlessView(latentExplorer(points, options));
  const [{ unit, fields }] = view.data("pointer_store") as [{ unit: string; fields: object[] }];
  view.data("pointer_store", [{ unit, fields, values: [41] }]);
  await view.runAsync();
  for (const { x, y } of items("image")) assert.deepEqual([x, y], [-15, -30]);
});

test("draws without a warning, and refuses misfits by name", async () => {
  const { svg } = await render(latentExplorer(points, options));
  assert.match(svg, /test image/);
  const fewer = { ...points, originals: points.originals.slice(1) };
  assert.throws(() => latentExplorer(fewer, options), /latentExplorer: originals/);
  assert.throws(
    () => latentExplorer(points, { ...options, chosen: count }),
    /latentExplorer: chosen must be one of 45 points, got 45/,
  );
});
