import type { TopLevelSpec } from "vega-lite";
import { requireFinite, requireInput, requireLength } from "../../support/index.js";
import { decimalsFor, roundTo } from "./rounding.js";

/** A complete Vega-Lite specification with a `description`, which is its alternative text. */
export type Figure = TopLevelSpec & { readonly description: string };

/** Columns of a table: numbers or texts. */
export type Columns = Readonly<Record<string, ArrayLike<number | string>>>;

/** Rows in a specification. */
export interface InlineData {
  readonly values: string;
  readonly format: { readonly type: "csv"; readonly parse: Readonly<Record<string, string>> };
}

/** Digits that each value on a logarithmic axis keeps at least. */
const significantOnLogarithms = 4;

/** What turns an entry of a column into a cell. */
function cellOf(
  column: ArrayLike<number | string>,
  digits: number,
  isLogarithmic: boolean,
): (value: number | string) => string {
  if (!isNumeric(column)) return (value) => quoted(String(value));
  const decimals = decimalsFor(column, digits);
  const own = (value: number) =>
    isLogarithmic && value !== 0
      ? significantOnLogarithms - 1 - Math.floor(Math.log10(Math.abs(value)))
      : decimals;
  return (value) => String(roundTo(value as number, Math.max(decimals, own(value as number))));
}

const isNumeric = (column: ArrayLike<number | string>): column is ArrayLike<number> =>
  typeof column[0] === "number";

/**
 * Rows of a table as one CSV string: far shorter in notebooks and diffs than a list of records. Numbers are rounded to `digits`
 * decimals, or to more where their column's spread is small: see {@link inlineData}.
 */
export function csv(columns: Columns, digits = 3, logarithmic: readonly string[] = []): string {
  const names = Object.keys(columns);
  const arrays = Object.values(columns);
  requireInput(names.length > 0, "inlineData", "wants at least one column");
  arrays.forEach((array, i) => {
    requireLength("inlineData", `column ${names[i]}`, array.length, arrays[0]!.length);
    if (isNumeric(array)) requireFinite("inlineData", `column ${names[i]}`, array);
  });
  const cells = arrays.map((array, i) => cellOf(array, digits, logarithmic.includes(names[i]!)));
  const lines = [names.map(quoted).join(",")];
  for (let i = 0; i < arrays[0]!.length; i++)
    // a line without a letter would be no row
    lines.push(arrays.map((array, c) => cells[c]!(array[i]!)).join(",") || '""');
  return lines.join("\n");
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Inline data of a specification from columns; numbers are parsed as numbers.
 *
 * Numbers are rounded to `digits` decimals, or to more where that would leave less than 500 steps of their column's spread (of the value
 * itself, where all are equal): values of 1e-8 are drawn as well as those of 1. Columns on a logarithmic axis keep four digits of each
 * value besides: name them.
 *
 * @throws InputError for columns of different lengths and for a number that is not finite, which no axis has
 */
export function inlineData(columns: Columns, digits = 3, logarithmic: readonly string[] = []): InlineData {
  const parse = Object.fromEntries(
    Object.entries(columns).map(
      ([name, array]) => [name, typeof array[0] === "number" ? "number" : "string"] as const,
    ),
  );
  return { values: csv(columns, digits, logarithmic), format: { type: "csv", parse } };
}

/** The same from a list of rows, at least one, all with the same entries. */
export function inlineRows<Row extends Readonly<Record<string, number | string>>>(
  rows: readonly Row[],
  digits = 3,
  logarithmic: readonly string[] = [],
): InlineData {
  requireInput(rows.length > 0, "inlineRows", "wants at least one row");
  const columns = Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name]!)]);
  return inlineData(Object.fromEntries(columns), digits, logarithmic);
}
