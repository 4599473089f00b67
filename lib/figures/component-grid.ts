import { requireInput, requireLength } from "../support/errors.js";
import { digitUri, type Scaling } from "./digit-image.js";
import { type Figure, inlineData } from "./spec.js";
import { heading } from "./theme.js";

/** Images by rows with titles above their columns and labels at the left of their rows. */
export interface ComponentGrid {
  /** A line break starts a second line. */
  readonly columnTitles: readonly string[];
  readonly rowLabels: readonly string[];
  /** `images[row][column]`, each `rows * columns` numbers. */
  readonly images: readonly (readonly ArrayLike<number>[])[];
}

/** How it is drawn. */
export interface ComponentGridOptions {
  readonly description: string;
  readonly rows: number;
  readonly columns: number;
  readonly scaling: Scaling;
  /** Edge of a tile in CSS pixels. */
  readonly size?: number;
}

/** Figures 2d and 6d: the means and samples of a mixture's components, a column for each, every tile in a thin black frame. */
export function componentGrid(grid: ComponentGrid, options: ComponentGridOptions): Figure {
  const { description, rows, columns, scaling, size = 56 } = options;
  const { columnTitles, rowLabels, images } = grid;
  requireLength("componentGrid", "rowLabels", rowLabels.length, images.length);
  requireInput(
    images.every((row) => row.length === columnTitles.length),
    "componentGrid",
    `wants ${columnTitles.length} images in every row`,
  );
  const tiles = images.flatMap((row, i) =>
    row.map((image, j) => ({ image, row: rowLabels[i]!, column: columnTitles[j]! })),
  );
  const axis = { title: null, ticks: false, domain: false, labelFontSize: 9 };
  const place = {
    x: {
      field: "column",
      type: "ordinal",
      sort: null,
      scale: { type: "band", padding: 0 },
      axis: {
        ...axis,
        orient: "top",
        labelAngle: 0,
        labelOverlap: false,
        // further lines of a label grow downwards, towards the tiles
        labelPadding: columnTitles.some((title) => title.includes("\n")) ? 13 : 2,
        labelExpr: "split(datum.label, '\\n')",
      },
    },
    y: { field: "row", type: "ordinal", sort: null, scale: { type: "band", padding: 0 }, axis },
  };
  return {
    ...heading(description),
    width: size * columnTitles.length,
    height: size * rowLabels.length,
    data: inlineData({
      url: tiles.map(({ image }) => digitUri(image, rows, columns, scaling)),
      row: tiles.map(({ row }) => row),
      column: tiles.map(({ column }) => column),
    }),
    layer: [
      {
        mark: { type: "image", width: size, height: size, smooth: false },
        encoding: { ...place, url: { field: "url", type: "nominal" } },
      },
      { mark: { type: "rect", fill: null, stroke: "black", strokeWidth: 0.5 }, encoding: place },
    ],
  } as Figure;
}
