import { classNoun } from "../latent/labelled-points.js";
import type { Figure } from "../marks/spec.js";
import { type NamedCounts, shareHeatMaps } from "./share-heat-maps.js";

/** A confusion matrix by name: `counts[true class][assigned class]`. */
export type NamedConfusion = NamedCounts;

/** How confusion matrices are drawn. */
export interface ConfusionOptions {
  readonly description: string;
  /** Names of the classes; default the digits. */
  readonly classes?: readonly string[];
  /** Who assigns the classes: "the neighbours". */
  readonly by?: string;
}

/** Confusion matrices side by side: rows are true classes, colours and numbers the share in percent of a row. */
export function confusionMatrices(
  matrices: readonly NamedConfusion[],
  { description, classes, by = "the neighbours" }: ConfusionOptions,
): Figure {
  const noun = classNoun(classes ?? []);
  return shareHeatMaps(matrices, {
    description,
    rowTitle: `true ${noun}`,
    columnTitle: `${noun} of ${by}`,
    ...(classes && { rowLabels: classes, columnLabels: classes }),
  });
}
