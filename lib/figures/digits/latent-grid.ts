import type { LatentGrid } from "../../math/index.js";
import { requireLength } from "../../support/index.js";
import { fixed, named, words } from "../marks/channel.js";
import { colourBar } from "../marks/colour-bar.js";
import { cells, pictures, texts } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf } from "../marks/view.js";
import { type Scaling, spriteUri } from "./digit-image.js";

/** How a grid is drawn. */
export interface LatentGridOptions {
  readonly description: string;
  readonly rows: number;
  readonly columns: number;
  readonly scaling: Scaling;
  /** Values of z on both axes, as the corrected figures have them. */
  readonly axes?: boolean;
  /** A short text in the corner of each tile, its class say. */
  readonly labels?: readonly string[];
  /** Edge of the whole picture in CSS pixels; a multiple of the sprite's pixels (336 for 12 x 12 digits) keeps it crisp. */
  readonly size?: number;
}

/** Figures 2 and 6: the decoded images of a {@link LatentGrid}, tile by tile in its order, touching, unsmoothed. */
export function latentGridFigure(
  grid: LatentGrid,
  images: readonly ArrayLike<number>[],
  options: LatentGridOptions,
): Figure {
  const { description, rows, columns, scaling, axes = false, labels, size = 336 } = options;
  const n = grid.values.length;
  requireLength("latentGridFigure", "images", images.length, n * n);
  if (labels !== undefined) requireLength("latentGridFigure", "labels", labels.length, n * n);
  const url = spriteUri({ images, rows, columns, perRow: n, scaling });
  const label = (value: number) => value.toFixed(1).replace("-", "\u2212");
  const fromTop = grid.secondAxis === "downwards" ? grid.values : [...grid.values].reverse();
  const tile = (field: string) =>
    fixed({
      field,
      type: "ordinal",
      sort: null,
      scale: { type: "band", padding: 0 },
      axis: axes
        ? { title: field, labelAngle: 0, labelOverlap: false, ticks: false, ...tileLabels(size / n) }
        : null,
    });
  const place = { x: tile("z1"), y: tile("z2") };
  const sprite = { x: fixed({ value: size / 2 }), y: fixed({ value: size / 2 }), url: words("url") };
  const tiles = images.map((_, i) => ({
    z1: label(grid.values[i % n]!),
    z2: label(fromTop[Math.floor(i / n)]!),
    ...(labels && { label: labels[i]! }),
  }));
  const data = inlineRows(tiles);
  return figureOf(description, {
    width: size,
    height: size,
    view: { stroke: null },
    layer: [
      pictures({ values: [{ url }] }, sprite, { width: size, height: size, smooth: false }),
      ...(labels === undefined
        ? []
        : [texts(data, { ...place, text: words("label") }, cornerLabel(size / n))]),
      // not seen: the pointer finds its tile by it
      cells(data, place, { opacity: 0 }, [
        named("z1", "z1"),
        named("z2", "z2"),
        ...(labels === undefined ? [] : [named("label", "digit")]),
      ]),
      ...colourBar(scaling),
    ],
  });
}

/** White text in the upper left corner of a tile. */
function cornerLabel(tile: number) {
  const { labelFontSize: fontSize } = tileLabels(tile);
  return { color: "white", fontSize, align: "left", dx: 2 - tile / 2, dy: 0.8 * fontSize - tile / 2 };
}

/** Texts of 9 pixels at tiles of 28, larger at larger ones. */
const tileLabels = (tile: number) => ({ labelFontSize: Math.max(9, Math.round((9 * tile) / 28)) });
