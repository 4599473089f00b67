import assert from "node:assert/strict";
import { test } from "node:test";
import { pixelMap } from "pml/figures";
import { render } from "pml/node";

const options = { description: "map", rows: 2, columns: 3, title: "bits" };

test("a value for each pixel, an edge for each but the root, and a disc on the root", async () => {
  const figure = pixelMap([0, 1, 2, 3, 4, 5], { ...options, parents: [1, 4, 1, 0, -1, 4] });
  const layers = (figure as unknown as { layer: { data: { values: string } }[] }).layer;
  const rows = layers.map(({ data }) => data.values.split("\n").slice(1));
  assert.deepEqual(rows[0], ["0,0,0", "1,0,1", "2,0,2", "0,1,3", "1,1,4", "2,1,5"]);
  assert.deepEqual(rows[1], ["0,0,1,0", "1,0,1,1", "2,0,1,0", "0,1,0,0", "2,1,1,1"]);
  assert.deepEqual(rows[2], ["1,1"]);
  const { svg } = await render(figure);
  assert.ok(svg.includes("bits"));
});

test("the first row is at the top, and without a tree there are no lines", async () => {
  const { svg } = await render(pixelMap([1, 0, 0, 0, 0, 0], options));
  const place = /<path[^>]*translate\(([\d.]+),\s*([\d.]+)\)[^>]*fill="(?:rgb\(8, 48, 107\)|#08306b)"/.exec(
    svg,
  );
  assert.deepEqual(place?.slice(1).map(Number), [6.5, 6.5]);
  assert.ok(!svg.includes("mark-rule"));
});

test("values of another number are refused", () => {
  assert.throws(() => pixelMap([1, 2], options), /values must have length 6, got 2/);
});
