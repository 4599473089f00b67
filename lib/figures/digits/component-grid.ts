import { requireInput, requireLength } from "../../support/index.js";
import { colourBar } from "../marks/colour-bar.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
import { type Scaling, spriteUri } from "./digit-image.js";

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
  /** Edge of a tile in CSS pixels; a multiple of its images' pixels keeps it crisp. */
  readonly size?: number;
}

/** Figures 2d and 6d: the means and samples of a mixture's components, a column for each, every tile in a thin black frame. */
export function componentGrid(grid: ComponentGrid, options: ComponentGridOptions): Figure {
  const { description, rows, columns, scaling, size = 56 } = options;
  const { columnTitles, rowLabels, images } = grid;
  const perRow = columnTitles.length;
  requireLength("componentGrid", "rowLabels", rowLabels.length, images.length);
  requireInput(
    perRow > 0 && images.length > 0 && images.every((row) => row.length === perRow),
    "componentGrid",
    `wants rows of ${perRow} images, at least one`,
  );
  const url = spriteUri({ images: images.flat(), rows, columns, perRow, scaling });
  const [width, height] = [size * perRow, size * images.length];
  const tiles = images.flatMap((row, i) => row.map((_, j) => ({ row: i, column: j })));
  return {
    ...heading(description),
    width,
    height,
    view: { stroke: null },
    layer: [
      {
        data: { values: [{ url }] },
        mark: { type: "image", width, height, smooth: false },
        encoding: {
          x: { value: width / 2 },
          y: { value: height / 2 },
          url: { field: "url", type: "nominal" },
        },
      },
      {
        data: inlineData({ row: tiles.map(({ row }) => row), column: tiles.map(({ column }) => column) }),
        mark: { type: "rect", fill: null, stroke: "black", strokeWidth: 0.5 },
        encoding: {
          x: { field: "column", ...band, axis: titleAxis(columnTitles, size) },
          y: { field: "row", ...band, axis: labelAxis(rowLabels, size) },
        },
      },
      ...colourBar(scaling),
    ],
  } as Figure;
}

const band = { type: "ordinal", sort: null, scale: { type: "band", padding: 0 } };

/** At most 10 pixels, less where the longest of the texts would not fit a tile. */
const fittingSize = (texts: readonly string[], tile: number) =>
  Math.min(10, tile / (0.66 * Math.max(...texts.map((text) => text.length))));

/** Titles above the columns; columns are numbered in the data, so that two may have the same title. */
function titleAxis(titles: readonly string[], tile: number) {
  const lines = titles.map((title) => title.split("\n"));
  const fontSize = fittingSize(lines.flat(), tile);
  const lineHeight = 1.25 * fontSize;
  const mostLines = Math.max(...lines.map((each) => each.length));
  return {
    orient: "top",
    title: null,
    ticks: false,
    labelAngle: 0,
    labelOverlap: false,
    labelFontSize: fontSize,
    labelLineHeight: lineHeight,
    // lines are set downwards from the first one, towards the tiles
    labelPadding: 3 + lineHeight * (mostLines - 1),
    labelExpr: `${JSON.stringify(lines)}[datum.value]`,
  };
}

/** Labels of the rows, written upwards as in the report. */
function labelAxis(labels: readonly string[], tile: number) {
  return {
    title: null,
    ticks: false,
    labelAngle: -90,
    labelAlign: "center",
    labelBaseline: "bottom",
    labelOverlap: false,
    labelFontSize: fittingSize(labels, tile),
    labelExpr: `${JSON.stringify(labels)}[datum.value]`,
  };
}
