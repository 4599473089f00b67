import { fixed } from "./format.js";
import { type Table, type TableOptions, table } from "./table.js";

/** Rows of figures under ArviZ's column names, as `summaryTable` of `pml/inference` makes them. */
export interface Summary {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Decimals that ArviZ prints: 3, but none for bulk and tail ESS and 2 for R-hat. */
const decimals = (column: string) => (/^ess_(bulk|tail)$/.test(column) ? 0 : column === "r_hat" ? 2 : 3);

/** A summary of draws as a table, rounded as ArviZ rounds. */
export function summaryOf({ columns, rows }: Summary, options: TableOptions = {}): Table {
  const numbers = columns.map(
    (column, i) =>
      [
        column.replaceAll("_", "\\_"),
        ({ values }: Summary["rows"][number]) => values[i],
        fixed(decimals(column)),
      ] as const,
  );
  return table(rows, [["", ({ name }) => name], ...numbers], options);
}
