import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "fast-png";
import { componentGrid, type Figure } from "pml/figures";
import { render } from "pml/node";

const size = { rows: 2, columns: 2 };
const flat = (value: number) => [value, value, value, 0];
const images = [1, 10, 100].map((factor) => [1, 2, 3].map((k) => flat(factor * k)));
const grid = {
  columnTitles: ["cluster: 1", "cluster: 2", "cluster: 3"],
  rowLabels: ["Mean", "Sample: 1", "Sample: 2"],
  images,
};
const options = { description: "components", ...size, scaling: [0, 300] as const, size: 60 };

/** Palette indices of the grid's one picture, [row][column]. */
function pixelsOf(figure: Figure): number[][] {
  const { layer } = figure as unknown as { layer: { data: { values: { url: string }[] } }[] };
  const { url } = layer[0]!.data.values[0]!;
  const { width, height, data } = decode(Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
  return Array.from({ length: height }, (_, row) =>
    [...data.subarray(row * width, (row + 1) * width)].map(Number),
  );
}

test("column k is component k; its mean stands in the first row, its samples follow", () => {
  const pixels = pixelsOf(componentGrid(grid, options));
  assert.equal(pixels.length, 6);
  const level = (value: number) => Math.round((255 * value) / 300);
  for (const k of [0, 1, 2]) {
    assert.equal(pixels[0]![2 * k], level(k + 1));
    assert.equal(pixels[2]![2 * k], level(10 * (k + 1)));
    assert.equal(pixels[4]![2 * k], level(100 * (k + 1)));
    assert.equal(pixels[1]![2 * k + 1], 0, "row 0 of an image is on top");
  }
});

test("titles above the columns, names beside the rows, a frame around every image", async () => {
  const { svg } = await render(componentGrid(grid, { ...options, scaling: "own-range" }));
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  assert.deepEqual(texts, ["cluster: 1", "cluster: 2", "cluster: 3", "Mean", "Sample: 1", "Sample: 2"]);
  assert.equal(svg.match(/stroke="black"/g)?.length, 9);
});

test("titles of three lines stay above the images, and two columns may have the same", async () => {
  const columnTitles = ["25 %\ndigit 5\n23 %", "0 %\nno\nimage", "0 %\nno\nimage"];
  const figure = componentGrid({ ...grid, columnTitles }, options);
  const { svg, height } = await render(figure);
  assert.match(svg, /<tspan[^>]*>25 %<\/tspan><tspan[^>]*>digit 5<\/tspan><tspan[^>]*>23 %<\/tspan>/);
  assert.equal(svg.match(/no<\/tspan>/g)?.length, 2);
  const axis = (figure as unknown as { layer: { encoding: { x: { axis: Record<string, number> } } }[] })
    .layer[1]!.encoding.x.axis;
  assert.ok(axis.labelPadding! >= 2 * axis.labelLineHeight!);
  assert.ok(height > 180 + 3 * axis.labelLineHeight!);
});

test("rows of different lengths are refused", () => {
  const uneven = { ...grid, images: [images[0]!, images[1]!.slice(1), images[2]!] };
  assert.throws(() => componentGrid(uneven, options), /wants rows of 3 images/);
  assert.throws(
    () => componentGrid({ ...grid, rowLabels: ["Mean"] }, options),
    /rowLabels must have length 3, got 1/,
  );
});
