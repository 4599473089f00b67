import { requireInput, requireLength } from "../../support/index.js";
import { fixed, place, told } from "../marks/channel.js";
import { type Channels, cells, texts } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { blues, labelLimit } from "../marks/theme.js";
import { figureOf, type View } from "../marks/view.js";

/** A table of counts by name: `counts[row][column]`. */
export interface NamedCounts {
  readonly name: string;
  readonly counts: readonly (readonly number[])[];
}

/** How tables of counts are drawn. */
export interface ShareHeatMapOptions {
  readonly description: string;
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** Labels of rows and columns; by default 0, 1, ... */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  /** Whether 100 % is a row or a column. */
  readonly shareOf?: "row" | "column";
  /** Edge of a cell in CSS pixels. */
  readonly cell?: number;
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Tables of counts side by side as heat maps: colours and numbers are the share in percent of a row, or of a column. A single
 * table without a name is drawn without a heading, to be a panel of a larger figure.
 */
export function shareHeatMaps(tables: readonly NamedCounts[], options: ShareHeatMapOptions): Figure {
  const { description, rowTitle, columnTitle, shareOf = "row", cell = 29 } = options;
  requireInput(
    tables.length > 0 && (tables[0]!.counts[0]?.length ?? 0) > 0,
    "shareHeatMaps",
    "wants at least one table with a cell",
  );
  const { counts: first } = tables[0]!;
  const { rowLabels = numbered(first.length), columnLabels = numbered(first[0]!.length) } = options;
  const axis = {
    labelAngle: 0,
    ticks: false,
    labelOverlap: false,
    labelLimit: labelLimit([...rowLabels, ...columnLabels], 200),
  };
  const channels = {
    x: place("column", columnTitle, { sort: columnLabels, axis }),
    y: place("row", rowTitle, { sort: rowLabels, axis }),
  };
  const map: View = {
    width: cell * columnLabels.length,
    height: cell * rowLabels.length,
    view: { stroke: null },
    layer: [cellLayer(channels, `% of ${shareOf}`), numberLayer(channels, (10 * cell) / 29)],
  };
  const shares = tables.flatMap((table) => sharesOf(table, rowLabels, columnLabels, shareOf));
  return figureOf(description, {
    data: inlineRows(shares, 4),
    ...(tables.length === 1 && tables[0]!.name === "" ? map : sideBySide(tables, map)),
  });
}

function sideBySide(tables: readonly NamedCounts[], spec: View): View {
  const sort = tables.map(({ name }) => name);
  return { facet: { column: { field: "name", type: "nominal", sort, header: { title: null } } }, spec };
}

function sharesOf(
  { name, counts }: NamedCounts,
  rowLabels: readonly string[],
  columnLabels: readonly string[],
  shareOf: "row" | "column",
) {
  requireLength("shareHeatMaps", `rows of ${name}`, counts.length, rowLabels.length);
  return counts.flatMap((line, i) => {
    requireLength("shareHeatMaps", `row ${i} of ${name}`, line.length, columnLabels.length);
    return line.map((count, j) => {
      const total = sum(shareOf === "row" ? line : counts.map((other) => other[j]!));
      const percent = total > 0 ? (100 * count) / total : 0;
      return { name, row: rowLabels[i]!, column: columnLabels[j]!, percent };
    });
  });
}

function cellLayer(channels: Channels, title: string) {
  const scale = { range: blues, domain: [0, 100], interpolate: "rgb" };
  const color = fixed({ field: "percent", type: "quantitative", scale, legend: { title } });
  return cells(undefined, { ...channels, color }, {}, [told("percent", title, ".1f")]);
}

function numberLayer(channels: Channels, fontSize: number) {
  const text = fixed({ field: "percent", type: "quantitative", format: ".0f" });
  const color = fixed({ condition: { test: "datum.percent > 55", value: "white" }, value: "#222222" });
  const look = { fontSize: Math.max(10, Math.round(fontSize)) };
  return {
    transform: [{ filter: "datum.percent >= 0.5" }],
    ...texts(undefined, { ...channels, text, color }, look),
  };
}
