import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  componentGrid,
  componentScatter,
  compose,
  type Figure,
  imageStrips,
  latentGrid,
  latentGridFigure,
  latentScatter,
  quantilePlot,
  reportLatentScatter,
  shareHeatMaps,
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
