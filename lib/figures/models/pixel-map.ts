import { requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";

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
  const cells = Array.from(values, (value, i) => ({ x: i % columns, y: Math.floor(i / columns), value }));
  const axis = (size: number) => ({
    type: "quantitative",
    axis: null,
    scale: { domain: [-0.5, size - 0.5], nice: false },
  });
  const place = { x: { field: "x", ...axis(columns) }, y: { field: "y", ...axis(rows) } };
  place.y.scale = { ...place.y.scale, reverse: true } as typeof place.y.scale;
  const map = {
    data: inlineData({
      x: cells.map(({ x }) => x),
      y: cells.map(({ y }) => y),
      value: cells.map(({ value }) => value),
    }),
    mark: { type: "square", size: cell ** 2, opacity: 1, tooltip: true, aria: false },
    encoding: {
      ...place,
      color: {
        field: "value",
        type: "quantitative",
        scale: { range: ["#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"], interpolate: "rgb" },
        legend: { title },
      },
    },
  };
  return {
    ...heading(description),
    width: cell * columns,
    height: cell * rows,
    view: { stroke: null },
    layer: parents === undefined ? [map] : [map, ...treeLayers(parents, columns, place)],
  } as unknown as Figure;
}

/** Edges as lines, the root as a disc. */
function treeLayers(parents: ArrayLike<number>, columns: number, place: { x: object; y: object }) {
  const nodes = Array.from(parents, (parent, node) => ({ parent, node }));
  const edges = nodes.filter(({ parent }) => parent >= 0);
  const root = nodes.filter(({ parent }) => parent < 0);
  const at = (some: readonly number[]) => ({
    x: some.map((node) => node % columns),
    y: some.map((node) => Math.floor(node / columns)),
  });
  const from = at(edges.map(({ node }) => node));
  const to = at(edges.map(({ parent }) => parent));
  return [
    {
      data: inlineData({ ...from, x2: to.x, y2: to.y }),
      mark: { type: "rule", color: "#d62728", strokeWidth: 1.5, aria: false },
      encoding: { ...place, x2: { field: "x2" }, y2: { field: "y2" } },
    },
    {
      data: inlineData(at(root.map(({ node }) => node))),
      mark: { type: "circle", color: "#d62728", size: 70, opacity: 1 },
      encoding: place,
    },
  ];
}
