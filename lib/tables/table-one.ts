import { type TableEntry, type TableModel, voices } from "../report/index.js";
import { exponent, fixed, markdown } from "./format.js";
import { type Table, table } from "./table.js";

/** A row of Table 1: ours, and the report's beside it. */
export interface TableRow extends TableEntry {
  readonly model: TableModel;
  /** What the number is a density or probability of. */
  readonly scale: string;
  readonly report: TableEntry;
  /** What the corrected protocol puts in its place, by name. */
  readonly corrected: Readonly<Record<string, number>>;
}

/** Table 1 as in the report, our run beside the report's numbers; nats as the report prints them, a mantissa and a power of ten. */
export function tableOne(rows: readonly TableRow[]): Table {
  return table(rows, [
    [`${voices.R}, as in the report`, ({ model }) => markdown(`**${model}**`)],
    ["Log-Likelihood/ELBO, here", ({ logLikelihood }) => logLikelihood, exponent(4)],
    ["report", ({ report }) => report.logLikelihood, exponent(4)],
    ["MSE, here", ({ mse }) => mse, fixed(4)],
    ["report", ({ report }) => report.mse, fixed(4)],
  ]);
}
