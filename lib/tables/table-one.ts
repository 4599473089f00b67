import type { TableEntry, TableModel } from "../report/index.js";
/** A row of Table 1: ours, and the report's beside it. */
export interface TableRow extends TableEntry {
  readonly model: TableModel;
  /** What the number is a density or probability of. */
  readonly scale: string;
  readonly report: TableEntry;
  /** What the corrected protocol puts in its place, by name. */
  readonly corrected: Readonly<Record<string, number>>;
}

/** A number as the report prints it: four decimals of a mantissa and a power of ten. */
export function powerOfTen(value: number): string {
  const [mantissa, exponent] = value.toExponential(4).split("e") as [string, string];
  return `${mantissa} × 10<sup>${Number(exponent)}</sup>`;
}

/** Table 1 as Markdown: as in the report, our run beside the report's numbers. */
export function tableOneMarkdown(rows: readonly TableRow[]): string {
  const lines = rows.map(
    ({ model, logLikelihood, mse, report }) =>
      `| **${model}** | ${powerOfTen(logLikelihood)} | ${powerOfTen(report.logLikelihood)} | ${mse.toFixed(4)} | ${report.mse.toFixed(4)} |`,
  );
  return [
    "| R, as in the report | Log-Likelihood/ELBO, here | report | MSE, here | report |",
    "|:--|:-:|:-:|:-:|:-:|",
    ...lines,
  ].join("\n");
}
