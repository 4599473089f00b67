import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Figure, lineChart } from "pml/figures";
import { continuousBernoulliLogDensity, digamma, quantiles } from "pml/math";
import { comparePaired, meanWithError, nearestNeighbourAccuracy } from "pml/metrics";
import * as vae from "pml/models/vae";
import { ProgramVersions, render, writeAtomically, writeFigure } from "pml/node";
import { saveTable } from "pml/notebook";
import { Random, type RandomState } from "pml/random";
import { Breather } from "pml/support";
import { matrix, readFloat32, scope, tensor } from "pml/tensorflow";
import { root } from "../../support/fixture.js";
import { smallDataSet, smallImages } from "../../support/small-images.js";
import type { Room } from "./situation.js";

export const math: Room = {
  name: "math",
  situations: [
    {
      situation: "A density on [0, 1] is given a pixel of 0..255 (wrong scale)",
      remedy: "Divide by 255, or `dequantise` for a density.",
      occur: () => continuousBernoulliLogDensity(128, 0.3),
    },
    {
      situation: "A quantile is asked for by its per cent",
      remedy: "Give a probability: 0.95 and not 95.",
      occur: () => quantiles([1, 2, 3], [95]),
    },
    {
      situation: "The derivative of ln Gamma left of 0",
      remedy: "It is defined for x above 0 here; look for what made x negative.",
      occur: () => digamma(-0.5),
    },
  ],
};

export const metrics: Room = {
  name: "metrics",
  situations: [
    {
      situation: "Two models are compared on different numbers of images",
      remedy: "Evaluate both on the same images, in the same order.",
      occur: () => comparePaired([1, 2, 3], [1, 2]),
    },
    {
      situation: "A mean of nothing",
      remedy: "One value at least; its error needs two.",
      occur: () => meanWithError([]),
    },
    {
      situation: "Codes and labels that do not fit together",
      remedy: "Give `dimension` (2 by default), and one label for each code.",
      occur: () => nearestNeighbourAccuracy(new Float64Array(30), new Uint8Array(10)),
    },
    {
      situation: "The bound by a grid, for a code that is not two-dimensional",
      remedy: "`importanceWeightedBound` does codes of any length.",
      occur: async () => {
        const network = { kind: "vae", rows: 8, columns: 8, hidden: [5], latent: 3 } as const;
        const config = { network, epochs: 1, batchSize: 50, learningRate: 1e-3 };
        const random = Random.from(1);
        const grid = { from: -4, to: 4, spacing: 0.5 };
        return vae.locatedImportanceBound(
          await vae.fit(smallDataSet(), config, { random }),
          smallImages(3, 1),
          { samples: 10, grid },
          { random },
        );
      },
    },
  ],
};

export const figures: Room = {
  name: "figures",
  situations: [
    {
      situation: "A chart of nothing",
      remedy: "Look at what was to be drawn: it is empty.",
      occur: () => lineChart([], { description: "Nothing.", titles: ["x", "y"] }),
    },
    {
      situation: "A line with more places than values",
      remedy: "One value for each place.",
      occur: () =>
        lineChart([{ name: "loss", x: [1, 2, 3], y: [4, 5] }], {
          description: "A loss.",
          titles: ["x", "y"],
        }),
    },
  ],
};

export const notebook: Room = {
  name: "notebook",
  situations: [
    {
      situation: "A table is given a path for its name",
      remedy:
        "Only a name, or `folder/name`: tables are written to `figures/`, or to the `folder` that is given.",
      occur: (folder) => saveTable("tables/of/one", [], "", folder),
    },
  ],
};

export const node: Room = {
  name: "node",
  situations: [
    {
      situation: "A figure's specification is wrong",
      remedy: "Mend what is named; in a cell, the type `Figure` finds most of it before.",
      occur: () =>
        render({ description: "Points.", data: { values: [] }, mrak: "point" } as unknown as Figure),
    },
    {
      situation: "A figure is given a path for its name",
      remedy: "Only a name: figures are written to `figures/`, or to the `folder` that is given.",
      occur: (folder) =>
        writeFigure(
          folder,
          "../elsewhere",
          lineChart([{ name: "loss", x: [1], y: [4] }], { description: "A loss.", titles: ["x", "y"] }),
        ),
    },
    {
      situation: "The disk is full while a checkpoint, figure or result is written",
      remedy: "Free some space and run again: the old file is still whole, and no half-written one is left.",
      // the name it writes to first leads to a device that is always full
      occur: (folder) => {
        symlinkSync("/dev/full", join(folder, `result.json.${process.pid}.partial`));
        return writeAtomically(join(folder, "result.json"), "{}");
      },
    },
    {
      situation: "A folder stands where a file is to be written",
      remedy: "Move it away.",
      occur: (folder) => {
        mkdirSync(join(folder, "result.json", "old"), { recursive: true });
        return writeAtomically(join(folder, "result.json"), "{}");
      },
    },
    {
      situation: "The library is not compiled",
      remedy: "`npm run setup`.",
      occur: (folder) =>
        new ProgramVersions(folder, join(root, "package-lock.json")).version(
          join(folder, "models", "gone.js"),
          ["gone"],
        ),
    },
  ],
};

export const random: Room = {
  name: "random",
  situations: [
    {
      situation: "A seed that is no integer",
      remedy: "Give an integer or a text; the same seed gives the same stream.",
      occur: () => Random.from(0.5),
    },
    {
      situation: "Probabilities that are all 0",
      remedy: "One of them must be above 0; they need not sum to 1.",
      occur: () => Random.from(1).categorical([0, 0]),
    },
    {
      situation: "Something else in the place of a saved state",
      remedy: "Hand over what `state()` returned.",
      occur: () => Random.restore({} as RandomState),
    },
  ],
};

export const tensorflow: Room = {
  name: "tensorflow",
  situations: [
    {
      situation: "Numbers that do not fill the shape",
      remedy: "Hand over as many numbers as the shape has places.",
      occur: () => tensor(new Float32Array(5), [2, 3]),
    },
    {
      situation: "A tensor is read after its scope has ended",
      remedy: "Return it from the scope, or `keep` it.",
      occur: () => {
        let inner: ReturnType<typeof tensor> | undefined;
        scope(() => {
          inner = tensor(new Float32Array(2), [2]);
        });
        return readFloat32(inner!);
      },
    },
    {
      situation: "Matrices whose shapes do not fit",
      remedy: "Transpose one of them (`transposeLeft`, `transposeRight`).",
      occur: () => matrix(new Float64Array(6), 2, 3).multiply(matrix(new Float64Array(6), 2, 3)),
    },
    {
      situation: "The covariance of too few points is factored",
      remedy: "Add to the diagonal, or use more points.",
      occur: () => matrix(Float64Array.of(1, 2, 2, 4), 2, 2).cholesky(),
    },
    {
      situation: "The covariance of columns that are functions of each other is factored",
      remedy:
        'Leave a column out, add to the diagonal, or ask for `cholesky("draw")` if it is only to draw with.',
      occur: () => matrix(Float64Array.of(1, 2, 2, 4 + 2 ** -48), 2, 2).cholesky(),
    },
  ],
};

export const support: Room = {
  name: "support",
  situations: [
    {
      situation: "*Interrupt*, or Ctrl-C, during long work",
      remedy: "Nothing: what was finished is kept, and the same cell or command goes on from there.",
      occur: () => new Breather(AbortSignal.abort()).breathe(),
    },
  ],
};
