import type { Quantity } from "../sampling/run.js";
import { summarise, summariseByMedian } from "./summary.js";

export interface SummaryTableOptions {
  /** "mean" (default): mean, sd, highest-density interval. "median": median, mad, equal-tailed interval. */
  readonly focus?: "mean" | "median";
  /** Probability of the interval, default 0.94. */
  readonly probability?: number;
}

/** Rows of figures under column names, ready to print. */
export interface SummaryTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** At most 6 significant digits, without trailing zeros: 2.5 %, 97.5 %. */
const percentage = (share: number): string => `${Number((100 * share).toPrecision(6))}%`;

/**
 * The table that `arviz.summary` makes of named quantities: one row each, with ArviZ's column names.
 *
 * @example formatSummary(summaryTable({ lengthscale, variance }))
 */
export function summaryTable(
  quantities: Readonly<Record<string, Quantity>>,
  { focus = "mean", probability = 0.94 }: SummaryTableOptions = {},
): SummaryTable {
  const outside = (1 - probability) / 2;
  const bounds = [percentage(outside), percentage(1 - outside)];
  const columns =
    focus === "mean"
      ? [
          "mean",
          "sd",
          ...bounds.map((bound) => `hdi_${bound}`),
          "mcse_mean",
          "mcse_sd",
          "ess_bulk",
          "ess_tail",
          "r_hat",
        ]
      : [
          "median",
          "mad",
          ...bounds.map((bound) => `eti_${bound}`),
          "mcse_median",
          "ess_median",
          "ess_tail",
          "r_hat",
        ];
  const rows = Object.entries(quantities).map(([name, draws]) => {
    const row = focus === "mean" ? summarise(draws, probability) : summariseByMedian(draws, probability);
    return { name, values: Object.values(row).flat() as number[] };
  });
  return { columns, rows };
}

/** Decimals that ArviZ prints: 3, but none for bulk and tail ESS and 2 for R-hat. */
function decimals(column: string): number {
  if (column === "ess_bulk" || column === "ess_tail") return 0;
  return column === "r_hat" ? 2 : 3;
}

/** The table as text, columns aligned to the right, rounded as ArviZ rounds. */
export function formatSummary({ columns, rows }: SummaryTable): string {
  const cells = [
    ["", ...columns],
    ...rows.map(({ name, values }) => [
      name,
      ...values.map((value, i) =>
        Number.isFinite(value) ? value.toFixed(decimals(columns[i]!)) : String(value),
      ),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
    )
    .join("\n");
}
