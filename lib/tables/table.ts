import { requireInput } from "../support/index.js";
import type { Alignment, Ends, Estimate, Format, Markdown } from "./format.js";

type Reader<Row, Value> = (row: Row, index: number) => Value | undefined;

/**
 * A column: its header (Markdown), what it takes from a row, and how that is written. Texts need no format; numbers,
 * estimates, intervals and lists of numbers do. `undefined` leaves the cell empty.
 */
export type Column<Row> =
  | readonly [header: string, of: Reader<Row, string | Markdown>]
  | readonly [header: string, of: Reader<Row, number>, format: Format<number>]
  | readonly [header: string, of: Reader<Row, Estimate>, format: Format<Estimate>]
  | readonly [header: string, of: Reader<Row, Ends>, format: Format<Ends>]
  | readonly [header: string, of: Reader<Row, readonly number[]>, format: Format<readonly number[]>];

/** A column of {@link valueTable}: its header, and how its numbers are written. */
export type ValueColumn = readonly [header: string, format?: Format<number>];

/** What a cell of {@link valueTable} may hold: a number in its column's format, or text that is written as it is. */
export type Cell = number | string | Markdown | undefined;

export interface TableOptions {
  /** What to see in the table, above it; Markdown. */
  readonly caption?: string;
}

/** A table whose cells are written: Markdown for headers and caption, escaped text or Markdown for cells. */
export interface Table {
  readonly caption?: string;
  readonly columns: readonly { readonly header: string; readonly align: Alignment }[];
  readonly rows: readonly (readonly (string | Markdown)[])[];
}

const isMarkdown = (value: unknown): value is Markdown =>
  typeof value === "object" && value !== null && "markdown" in value;

/** The type of a column has made sure that its format is one for its values. */
function written(value: unknown, format?: (value: never) => string): string | Markdown {
  if (value === undefined) return "";
  if (isMarkdown(value) || typeof value === "string") return value;
  return format === undefined ? String(value) : format(value as never);
}

/**
 * A table of rows: what each column takes from a row, written in the column's format.
 *
 * @example table(runs, [["model", ({ name }) => name], ["ELBO", ({ elbo }) => elbo, fixed(2)]])
 * @throws InputError without columns
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption }: TableOptions = {},
): Table {
  requireInput(columns.length > 0, "table", "wants at least one column");
  return {
    ...(caption !== undefined && { caption }),
    columns: columns.map(([header, , format]) => ({ header, align: format?.align ?? "left" })),
    rows: rows.map((row, i) => columns.map(([, of, format]) => written(of(row, i), format))),
  };
}

/**
 * A table of values that are at hand, row by row; texts among the numbers are written as they are.
 *
 * @example valueTable([["parameters"], ["VAE", integer]], [["all", 709588], ["decoder", 355084]])
 * @throws InputError if a row has another number of cells than there are columns
 */
export function valueTable(
  columns: readonly ValueColumn[],
  rows: readonly (readonly Cell[])[],
  { caption }: TableOptions = {},
): Table {
  const misfit = rows.find((row) => row.length !== columns.length);
  requireInput(
    misfit === undefined,
    "valueTable",
    `wants ${columns.length} cells in a row, got ${misfit?.length}`,
  );
  const readers = columns.map(
    ([header, format], i) => [header, (row: readonly Cell[]) => row[i], format] as unknown,
  ) as Column<readonly Cell[]>[];
  return table(rows, readers, { ...(caption !== undefined && { caption }) });
}

/** Text with every sign of Markdown and HTML made harmless. */
const escaped = (text: string) =>
  text
    .replace(/[\\`*_|$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("](", "]\\(");

const onOneLine = (text: string) => text.replace(/\s*\n\s*/g, "<br>");

const cellMarkdown = (cell: string | Markdown) =>
  onOneLine(isMarkdown(cell) ? cell.markdown.replace(/(?<!\\)\|/g, "\\|") : escaped(cell));

const rules: Readonly<Record<Alignment, string>> = { left: ":--", center: ":-:", right: "--:" };

const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** The table as Markdown (of GitHub's kind), its caption above it. */
export function tableMarkdown({ caption, columns, rows }: Table): string {
  return [
    ...(caption === undefined ? [] : [caption, ""]),
    line(columns.map(({ header }) => cellMarkdown({ markdown: header }))),
    `|${columns.map(({ align }) => rules[align]).join("|")}|`,
    ...rows.map((row) => line(row.map(cellMarkdown))),
  ].join("\n");
}
