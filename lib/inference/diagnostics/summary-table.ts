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

/** Quantities by name, or a run that has them. */
export type NamedQuantities =
  | Readonly<Record<string, Quantity>>
  | { readonly quantities: Readonly<Record<string, Quantity>> };

/**
 * The table that `arviz.summary` makes of named quantities: one row each, with ArviZ's column names. Takes a model's run as it is.
 *
 * @example formatSummary(summaryTable({ lengthscale, variance }))
 */
export function summaryTable(
  named: NamedQuantities,
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
  const rows = Object.entries(quantitiesOf(named)).map(([name, draws]) => {
    const row = focus === "mean" ? summarise(draws, probability) : summariseByMedian(draws, probability);
    return { name, values: Object.values(row).flat() as number[] };
  });
  return { columns, rows };
}

function quantitiesOf(named: NamedQuantities): Readonly<Record<string, Quantity>> {
  const inside = named.quantities;
  // a quantity may have that name too: it is a list of chains
  return inside === undefined || Array.isArray(inside)
    ? (named as Readonly<Record<string, Quantity>>)
    : (inside as Readonly<Record<string, Quantity>>);
}

/** Columns in no unit, with the decimals that ArviZ prints. */
const unitless: Readonly<Record<string, number>> = { ess_bulk: 0, ess_tail: 0, ess_median: 3, r_hat: 2 };

/**
 * Decimals of a row's values in the unit of its quantity: the 3 that ArviZ prints, or as many as show three digits of the spread (of
 * the value itself, where all draws are equal) if 3 would show less than two of them.
 */
function decimalsInUnit(columns: readonly string[], values: readonly number[]): number {
  const at = columns.findIndex((column) => column === "sd" || column === "mad");
  const spread = values[at]! > 0 ? values[at]! : Math.abs(values[0]!);
  const magnitude = Math.floor(Math.log10(spread));
  return Number.isFinite(magnitude) && magnitude < -2 ? 2 - magnitude : 3;
}

/** A number with so many decimals, with an exponent where it would have more than twelve. */
function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (decimals <= 12) return value.toFixed(decimals);
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))) + decimals;
  return digits < 0 ? "0" : value.toExponential(Math.min(digits, 16));
}

/** The table as text, columns aligned to the right, rounded as ArviZ rounds but for quantities whose spread it would round away. */
export function formatSummary({ columns, rows }: SummaryTable): string {
  const cells = [
    ["", ...columns],
    ...rows.map(({ name, values }) => {
      const decimals = decimalsInUnit(columns, values);
      return [name, ...values.map((value, i) => fixed(value, unitless[columns[i]!] ?? decimals))];
    }),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
    )
    .join("\n");
}
