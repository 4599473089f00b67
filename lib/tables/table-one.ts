/** The rows of Table 1, in the report's order. */
export type TableModel = "VAE" | "CVAE" | "PPCA" | "GMM";

/** What a model got by the report's protocol: nats per test image (three different sample spaces!), squared error per pixel. */
export interface TableEntry {
  readonly logLikelihood: number;
  readonly mse: number;
}

/** A row of Table 1: ours, and the report's beside it. */
export interface TableRow extends TableEntry {
  readonly model: TableModel;
  /** What the number is a density or probability of. */
  readonly scale: string;
  readonly report: TableEntry;
  /** What the corrected protocol puts in its place, by name. */
  readonly corrected: Readonly<Record<string, number>>;
}

/** Table 1 of the report, with the six digits of its exported form. */
export const reportTable: Readonly<Record<TableModel, TableEntry>> = {
  VAE: { logLikelihood: -142.8134, mse: 0.037524 },
  CVAE: { logLikelihood: -157.0527, mse: 0.044375 },
  PPCA: { logLikelihood: -4329.656, mse: 0.055813 },
  GMM: { logLikelihood: -1.066433e7, mse: 0.058932 },
};

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
