import { requireLength } from "../../support/index.js";
import { end, fixed, number, told } from "../marks/channel.js";
import { type Channels, dots, edges, points } from "../marks/draw.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { blues } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";

/** How a map is drawn. */
export interface PixelMapOptions {
  readonly description: string;
  /** Of the image. */
  readonly rows: number;
  readonly columns: number;
  /** What the colours mean, with its unit. */
  readonly title: string;
  /** A tree to draw over it: the parent of each pixel, -1 for the root. */
  readonly parents?: ArrayLike<number>;
  /** Edge of a pixel in CSS pixels. */
  readonly cell?: number;
}

/** A number for each pixel of an image as a map of colours, white for the smallest, and over it a tree whose nodes are the pixels. */
export function pixelMap(values: ArrayLike<number>, options: PixelMapOptions): Figure {
  const { description, rows, columns, title, parents, cell = 13 } = options;
  requireLength("pixelMap", "values", values.length, rows * columns);
  const pixels = Array.from(values, (value, i) => ({ x: i % columns, y: Math.floor(i / columns), value }));
  const along = (field: "x" | "y", name: string, size: number, direction: object = {}) =>
    number(field, {
      title: null,
      name,
      axis: null,
      format: "d",
      scale: { domain: [-0.5, size - 0.5], nice: false, ...direction },
    });
  const place = { x: along("x", "column", columns), y: along("y", "row", rows, { reverse: true }) };
  const color = fixed({
    field: "value",
    type: "quantitative",
    scale: { range: blues, interpolate: "rgb" },
    legend: { title },
  });
  const squares = { size: cell ** 2, opacity: 1, shape: "square", filled: true, aria: false };
  const map = points(inlineRows(pixels), { ...place, color }, squares, [told("value", title)]);
  return figureOf(description, {
    width: cell * columns,
    height: cell * rows,
    view: { stroke: null },
    layer: parents === undefined ? [map] : [map, ...treeLayers(parents, columns, place)],
  });
}

/** Edges as lines, the root as a disc. */
function treeLayers(parents: ArrayLike<number>, columns: number, place: Channels) {
  const nodes = Array.from(parents, (parent, node) => ({ parent, node }));
  const children = nodes.filter(({ parent }) => parent >= 0);
  const root = nodes.filter(({ parent }) => parent < 0);
  const at = (some: readonly number[]) => ({
    x: some.map((node) => node % columns),
    y: some.map((node) => Math.floor(node / columns)),
  });
  const from = at(children.map(({ node }) => node));
  const to = at(children.map(({ parent }) => parent));
  const red = "#d62728";
  return [
    edges(
      inlineData({ ...from, x2: to.x, y2: to.y }),
      { ...place, x2: end("x2"), y2: end("y2") },
      { color: red, strokeWidth: 1.5, aria: false },
    ),
    dots(inlineData(at(root.map(({ node }) => node))), place, { color: red, size: 70, opacity: 1 }),
  ];
}
