import type { TopLevelSpec } from "vega-lite";

/** A complete Vega-Lite specification with a `description`, which is its alternative text. */
export type Figure = TopLevelSpec & { readonly description: string };

/** Rows of a table as one CSV string: far shorter in notebooks and diffs than a list of records. */
export function csv(columns: Readonly<Record<string, ArrayLike<number | string>>>, digits = 3): string {
  const names = Object.keys(columns);
  const arrays = Object.values(columns);
  const cell = (value: number | string) =>
    typeof value === "number" ? String(Number(value.toFixed(digits))) : quoted(value);
  const lines = [names.join(",")];
  for (let i = 0; i < arrays[0]!.length; i++) lines.push(arrays.map((array) => cell(array[i]!)).join(","));
  return lines.join("\n");
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Inline data of a specification from columns; numbers are parsed as numbers. */
export function inlineData(columns: Readonly<Record<string, ArrayLike<number | string>>>, digits = 3) {
  const parse = Object.fromEntries(
    Object.entries(columns).map(
      ([name, array]) => [name, typeof array[0] === "number" ? "number" : "string"] as const,
    ),
  );
  return { values: csv(columns, digits), format: { type: "csv" as const, parse } };
}
