import { requireInput } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, longLabels, seriesColours } from "../marks/theme.js";

/** Minus the two parts of an ELBO, nats per image. */
interface LossParts {
  readonly reconstruction: number;
  readonly divergence: number;
}

/** What one epoch of a training left behind. */
interface EpochRecord {
  readonly epoch: number;
  readonly train: LossParts;
  readonly test: LossParts;
}

/** A model's name and what its epochs left. */
export interface NamedHistory {
  readonly name: string;
  readonly history: readonly EpochRecord[];
}

const parts = ["negative ELBO", "reconstruction", "KL"] as const;

function valuesOf({ reconstruction, divergence }: EpochRecord["train"]): readonly number[] {
  return [reconstruction + divergence, reconstruction, divergence];
}

/**
 * The loss of a training by epoch in nats per image, and its two parts, each on an axis of its own: colours tell the models
 * apart, full lines the test images after the epoch, dashed lines the training images during it.
 */
export function trainingCurves(models: readonly NamedHistory[]): Figure {
  requireInput(
    models.some(({ history }) => history.length > 0),
    "trainingCurves",
    "no epoch to draw",
  );
  const rows = models.flatMap(({ name, history }) =>
    history.flatMap((record) =>
      (["train", "test"] as const).flatMap((set) =>
        parts.map((part, i) => ({
          model: name,
          epoch: record.epoch,
          images: set === "test" ? "test" : "training",
          part,
          nats: valuesOf(record[set])[i]!,
        })),
      ),
    ),
  );
  const column = <Name extends keyof (typeof rows)[number]>(name: Name) => rows.map((row) => row[name]);
  const names = models.map(({ name }) => name);
  return {
    ...heading(`Loss of ${names.join(" and ")} by epoch, and its parts, on training and test images.`),
    data: inlineData({
      model: column("model"),
      epoch: column("epoch"),
      images: column("images"),
      part: column("part"),
      nats: column("nats"),
    }),
    facet: { column: { field: "part", type: "nominal", sort: [...parts], header: { title: null } } },
    spec: {
      width: 190,
      height: 210,
      mark: { type: "line", strokeWidth: 1.5 },
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative",
          axis: { title: "epoch", tickMinStep: 1 },
          scale: { zero: false, nice: false },
        },
        y: { field: "nats", type: "quantitative", axis: { title: "nats per image" }, scale: { zero: false } },
        color: {
          field: "model",
          type: "nominal",
          sort: names,
          scale: { domain: names, range: seriesColours("trainingCurves", names) },
          legend: { title: null, orient: "bottom", ...longLabels(names) },
        },
        strokeDash: {
          field: "images",
          legend: { title: null, orient: "bottom" },
          type: "nominal",
          scale: {
            domain: ["test", "training"],
            range: [
              [1, 0],
              [4, 3],
            ],
          },
        },
      },
    },
    resolve: { scale: { y: "independent" } },
  } as Figure;
}
