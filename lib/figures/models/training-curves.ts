import { requireInput } from "../../support/index.js";
import { colour, fitted, fixed, named, number } from "../marks/channel.js";
import { line } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { longLabels, seriesColours } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";

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
  const names = models.map(({ name }) => name);
  const color = colour("model", {
    name: "model",
    names,
    colours: seriesColours("trainingCurves", names),
    legend: { orient: "bottom", ...longLabels(names) },
  });
  const dashes = [
    [1, 0],
    [4, 3],
  ];
  const strokeDash = fixed({
    field: "images",
    legend: { title: null, orient: "bottom" },
    type: "nominal",
    scale: { domain: ["test", "training"], range: dashes },
  });
  const curves = line(
    undefined,
    {
      x: number("epoch", { title: "epoch", scale: fitted, axis: { tickMinStep: 1 }, format: "d" }),
      y: number("nats", { title: "nats per image" }),
      color,
      strokeDash,
    },
    {},
    [named("part", "part"), named("images", "images")],
  );
  return figureOf(`Loss of ${names.join(" and ")} by epoch, and its parts, on training and test images.`, {
    data: inlineRows(rows),
    facet: { column: { field: "part", type: "nominal", sort: [...parts], header: { title: null } } },
    spec: { width: 190, height: 210, layer: [curves] },
    resolve: { scale: { y: "independent" } },
  });
}
