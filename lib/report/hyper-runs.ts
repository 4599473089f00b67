/** What the report prints of one of its runs on the hyper-posterior; what it leaves out is left out. */
export interface PrintedRun {
  readonly source: string;
  readonly mean?: number;
  readonly sd?: number;
  /** 95 % highest-density interval. */
  readonly hdi?: { readonly lower: number; readonly upper: number };
  readonly essBulk: number;
  readonly essTail: number;
  readonly rhat: number;
}

/** The report's three runs in section 2.1: its Table 2, the printout of its notebook, and the titles of its figures. */
export const reportHyperRuns: Readonly<Record<"lengthscale" | "variance", readonly PrintedRun[]>> = {
  lengthscale: [
    { source: "report, Table 2", essBulk: 412, essTail: 725, rhat: 1.01 },
    {
      source: "report, notebook",
      mean: 0.305,
      sd: 0.181,
      hdi: { lower: 0.021, upper: 0.651 },
      essBulk: 450,
      essTail: 600,
      rhat: 1.0,
    },
    {
      source: "report, figures",
      mean: 0.3236,
      sd: 0.1821,
      hdi: { lower: 0.037, upper: 0.658 },
      essBulk: 407,
      essTail: 702,
      rhat: 1.002,
    },
  ],
  variance: [
    { source: "report, Table 2", essBulk: 534, essTail: 614, rhat: 1.01 },
    {
      source: "report, notebook",
      mean: 4.477,
      sd: 4.141,
      hdi: { lower: 0.733, upper: 11.457 },
      essBulk: 657,
      essTail: 494,
      rhat: 1.0,
    },
    {
      source: "report, figures",
      mean: 4.759,
      sd: 6.441,
      hdi: { lower: 0.868, upper: 12.187 },
      essBulk: 665,
      essTail: 536,
      rhat: 1.002,
    },
  ],
};

/** Mean and variance of the prediction at four places, read from the report's figure of it. */
export const reportPredictions: readonly {
  readonly x: number;
  readonly mean: number;
  readonly variance: number;
}[] = [
  { x: -0.749, mean: 0.481, variance: 1.267 },
  { x: -0.246, mean: 2.085, variance: 1.244 },
  { x: 0.236, mean: 0.924, variance: 1.239 },
  { x: 0.759, mean: 0.968, variance: 1.266 },
];
