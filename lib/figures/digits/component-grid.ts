import { requireInput, requireLength } from "../../support/index.js";
import { fixed, named, words } from "../marks/channel.js";
import { colourBar } from "../marks/colour-bar.js";
import { cells, pictures } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf } from "../marks/view.js";
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
  /** Pixels of the texts, for a large figure: the labels of the rows then stand upright. Default: at most 10, as a tile has room. */
  readonly labelSize?: number;
  /** What the columns are, above all of them. */
  readonly across?: string;
}

/** Figures 2d and 6d: the means and samples of a mixture's components, a column for each, every tile in a thin black frame. */
export function componentGrid(grid: ComponentGrid, options: ComponentGridOptions): Figure {
  const { description, rows, columns, scaling, size = 56, labelSize, across } = options;
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
  const tiles = images.flatMap((row, i) =>
    row.map((_, j) => ({
      row: i,
      column: j,
      component: columnTitles[j]!.replaceAll("\n", " "),
      image: rowLabels[i]!,
    })),
  );
  const sprite = { x: fixed({ value: width / 2 }), y: fixed({ value: height / 2 }), url: words("url") };
  const tile = { type: "ordinal", sort: null, scale: { type: "band", padding: 0 } };
  const frames = {
    x: fixed({ field: "column", ...tile, axis: titleAxis(columnTitles, size, { labelSize, across }) }),
    y: fixed({ field: "row", ...tile, axis: labelAxis(rowLabels, size, labelSize) }),
  };
  return figureOf(description, {
    width,
    height,
    view: { stroke: null },
    layer: [
      pictures({ values: [{ url }] }, sprite, { width, height, smooth: false }),
      cells(inlineRows(tiles), frames, { fill: "transparent", stroke: "black", strokeWidth: 0.5 }, [
        named("component", "column"),
        named("image", "image"),
      ]),
      ...colourBar(scaling),
    ],
  });
}

/** At most 10 pixels, less where the longest of the texts would not fit a tile. */
const fittingSize = (texts: readonly string[], tile: number) =>
  Math.min(10, tile / (0.66 * Math.max(...texts.map((text) => text.length))));

/** Lines of a text, broken further where they have more letters and spaces allow; a number and its % stay together. */
function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    let last = "";
    for (const word of line.split(/ (?!%)/)) {
      const isRoom = last === "" || last.length + 1 + word.length <= letters;
      if (!isRoom) lines.push(last);
      last = isRoom && last !== "" ? `${last} ${word}` : word;
    }
    lines.push(last);
  }
  return lines;
}

/** Titles above the columns; columns are numbered in the data, so that two may have the same title. */
function titleAxis(
  titles: readonly string[],
  tile: number,
  { labelSize, across }: Pick<ComponentGridOptions, "labelSize" | "across">,
) {
  const letters = labelSize === undefined ? Infinity : Math.floor(tile / (0.64 * labelSize));
  const lines = titles.map((title) => wrapped(title, letters));
  const fontSize = labelSize ?? fittingSize(lines.flat(), tile);
  const lineHeight = 1.25 * fontSize;
  const mostLines = Math.max(...lines.map((each) => each.length));
  return {
    orient: "top",
    title: across ?? null,
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

/** Labels of the rows, written upwards as in the report, or of a given size and upright. */
function labelAxis(labels: readonly string[], tile: number, labelSize?: number) {
  const upwards = { labelAngle: -90, labelAlign: "center", labelBaseline: "bottom" };
  return {
    title: null,
    ticks: false,
    ...(labelSize === undefined && upwards),
    labelOverlap: false,
    labelFontSize: labelSize ?? fittingSize(labels, tile),
    labelExpr: `${JSON.stringify(labels)}[datum.value]`,
  };
}
