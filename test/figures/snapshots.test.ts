import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  autocorrelationPlot,
  componentGrid,
  componentScatter,
  compose,
  energyPlot,
  essEvolution,
  type Figure,
  hyperScatter,
  imageStrips,
  latentGrid,
  latentGridFigure,
  latentScatter,
  pairPlot,
  planeGrid,
  posteriorDensity,
  predictivePlot,
  quantilePlot,
  rankBars,
  reportHyperScatter,
  reportLatentScatter,
  reportPosteriorDensities,
  reportPredictive,
  shareHeatMaps,
  tracePlot,
} from "pml/figures";
import { root } from "../support/fixture.js";

const labels = [0, 1, 2, 1];
const codes = [0, 0, 1, 0.5, -1, 2, 0.25, -0.75];
const four = [
  [0, 1, 2, 3],
  [3, 2, 1, 0],
  [0, 0, 1, 1],
  [1, 0, 1, 0],
] as const;
const size = { rows: 2, columns: 2 };
const text = (description: string) => ({ description });

/** Two chains of a positive quantity: nothing random, nothing a library could round otherwise. */
const chain = (phase: number) => Float64Array.from({ length: 8 }, (_, t) => 1 + ((3 * t + phase) % 8) / 4);
const quantity = { name: "l", draws: [chain(0), chain(1)], scale: "log" as const };
const other = { name: "v", draws: [chain(2), chain(5)] };
const draws = { lengthscale: quantity.draws, variance: other.draws };
const plane = planeGrid([1, 1.5, 2, 2.5, 3], [1, 1.5, 2, 2.5, 3], (l, v) =>
  Math.max(0, 1 - (l - 2) ** 2 - (v - 2) ** 2),
);
const curves = {
  x: [-1, 0, 1],
  truth: [0, 1, 0],
  mean: [0, 0.5, 0],
  variance: [0, 1, 0],
  data: { x: [-1, 1], y: [0, 0] },
};

/** A small figure of each kind that the report has, drawn from numbers that never change. */
const figures: Readonly<Record<string, Figure>> = {
  "image-strips": imageStrips([{ caption: "(a) one", images: four, notes: ["1", "2", "3", "4"] }], {
    ...text("strips"),
    ...size,
    scaling: [0, 3],
  }),
  "latent-grid": latentGridFigure(latentGrid("downwards", 2), four, {
    ...text("grid"),
    ...size,
    scaling: "own-range",
  }),
  "component-grid": componentGrid(
    {
      columnTitles: ["cluster: 1", "cluster: 2"],
      rowLabels: ["Mean", "Sample: 1"],
      images: [four.slice(0, 2), four.slice(2)],
    },
    { ...text("components"), ...size, scaling: "own-range" },
  ),
  "report-latent-scatter": reportLatentScatter({ codes, labels }, { ...text("scatter"), legend: "top-left" }),
  "latent-scatter": latentScatter({ codes, labels }, text("scatter, corrected")),
  "component-scatter": componentScatter(
    {
      codes,
      components: [0, 0, 1, 1],
      gaussians: [
        { mean: [0, 0], covariance: [1, 0, 0, 1] },
        { mean: [1, 1], covariance: [2, 0.5, 0.5, 1] },
      ],
      names: ["one", "two"],
    },
    { ...text("components"), titles: ["x", "y"] },
  ),
  "share-heat-maps": shareHeatMaps(
    [
      {
        name: "one",
        counts: [
          [1, 3],
          [2, 2],
        ],
      },
    ],
    {
      ...text("heat"),
      rowTitle: "digit",
      columnTitle: "component",
    },
  ),
  "quantile-plot": quantilePlot([{ name: "one", values: [-1e6, -800, -700, -600] }], {
    ...text("quantiles"),
    title: "nats",
    scale: "symlog",
  }),
  "trace-plot": tracePlot([quantity, other], { ...text("traces"), title: "traces" }),
  "rank-bars": rankBars([quantity], { ...text("ranks"), bins: 4 }),
  "autocorrelation-plot": autocorrelationPlot([quantity], { ...text("lags"), lags: 4 }),
  "ess-evolution": essEvolution([quantity], { ...text("sizes"), points: 2 }),
  "energy-plot": energyPlot(other.draws, text("energies")),
  "pair-plot": pairPlot([quantity, other], {
    ...text("pairs"),
    divergent: [chain(0).map((x) => Number(x === 1)), new Float64Array(8)],
  }),
  "posterior-density": posteriorDensity(
    [{ ...quantity, prior: () => 0.1, exact: (x) => 1 / (x * x) }],
    text("density"),
  ),
  "report-posterior-densities": reportPosteriorDensities([other], { ...text("density"), tickSteps: [1] }),
  "report-hyper-scatter": reportHyperScatter(draws, text("draws")),
  "hyper-scatter": hyperScatter(draws, { ...text("draws"), exact: plane }),
  "report-predictive": reportPredictive(curves, text("band")),
  "predictive-plot": predictivePlot(curves, { ...text("band"), draws: [[0, 1, 0]] }),
};
const all = {
  ...figures,
  compose: compose(
    [
      { caption: "(a) scatter", figure: figures["report-latent-scatter"]! },
      { caption: "(b) grid", figure: figures["latent-grid"]! },
    ],
    { ...text("both"), perRow: 2 },
  ),
};

/** Numbers to three decimals, so that another machine's last digit is no difference. */
const normalised = (figure: Figure) =>
  JSON.parse(
    JSON.stringify(figure, (_, value) => (typeof value === "number" ? Number(value.toFixed(3)) : value)),
  );

const folder = join(root, "test", "fixtures", "figures");

for (const [name, figure] of Object.entries(all)) {
  const path = join(folder, `${name}.vl.json`);
  // a wanted change is kept by PML_KEEP_SNAPSHOTS=1, and read in the diff
  if (process.env.PML_KEEP_SNAPSHOTS === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${JSON.stringify(normalised(figure), null, 1)}\n`);
  }
  test(`${name}: the specification is the kept one`, () => {
    assert.deepEqual(normalised(figure), JSON.parse(readFileSync(path, "utf8")));
  });
}
