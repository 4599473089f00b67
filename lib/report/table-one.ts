/** The rows of Table 1, in the report's order. */
export type TableModel = "VAE" | "CVAE" | "PPCA" | "GMM";

/** What a model got by the report's protocol: nats per test image (three different sample spaces!), squared error per pixel. */
export interface TableEntry {
  readonly logLikelihood: number;
  readonly mse: number;
}

/** Table 1 of the report, with the six digits of its exported form. */
export const reportTable: Readonly<Record<TableModel, TableEntry>> = {
  VAE: { logLikelihood: -142.8134, mse: 0.037524 },
  CVAE: { logLikelihood: -157.0527, mse: 0.044375 },
  PPCA: { logLikelihood: -4329.656, mse: 0.055813 },
  GMM: { logLikelihood: -1.066433e7, mse: 0.058932 },
};
