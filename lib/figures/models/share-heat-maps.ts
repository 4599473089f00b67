import { requireInput, requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, labelLimit } from "../marks/theme.js";

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
  const cells = tables.flatMap((table) => sharesOf(table, rowLabels, columnLabels, shareOf));
  const axis = {
    labelAngle: 0,
    ticks: false,
    labelOverlap: false,
    labelLimit: labelLimit([...rowLabels, ...columnLabels], 200),
  };
  const place = {
    x: { field: "column", type: "ordinal", sort: columnLabels, axis: { title: columnTitle, ...axis } },
    y: { field: "row", type: "ordinal", sort: rowLabels, axis: { title: rowTitle, ...axis } },
  };
  const map = {
    width: cell * columnLabels.length,
    height: cell * rowLabels.length,
    view: { stroke: null },
    layer: [cellLayer(place, `% of ${shareOf}`), numberLayer(place)],
  };
  const values = <Name extends keyof (typeof cells)[number]>(name: Name) => cells.map((each) => each[name]);
  return {
    ...heading(description),
    data: inlineData(
      { name: values("name"), row: values("row"), column: values("column"), percent: values("percent") },
      1,
    ),
    ...(tables.length === 1 && tables[0]!.name === "" ? map : sideBySide(tables, map)),
  } as Figure;
}

function sideBySide(tables: readonly NamedCounts[], spec: object) {
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

function cellLayer(place: object, title: string) {
  const scale = {
    range: ["#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"],
    domain: [0, 100],
    interpolate: "rgb",
  };
  return {
    mark: "rect",
    encoding: {
      ...place,
      color: { field: "percent", type: "quantitative", scale, legend: { title } },
    },
  };
}

function numberLayer(place: object) {
  return {
    transform: [{ filter: "datum.percent >= 0.5" }],
    mark: { type: "text", fontSize: 10 },
    encoding: {
      ...place,
      text: { field: "percent", type: "quantitative", format: ".0f" },
      color: { condition: { test: "datum.percent > 55", value: "white" }, value: "#222222" },
    },
  };
}
