import type { Figure } from "../marks/spec.js";
import { type NamedCounts, shareHeatMaps } from "./share-heat-maps.js";

/** A confusion matrix by name: `counts[true class][assigned class]`. */
export type NamedConfusion = NamedCounts;

/** Confusion matrices side by side: rows are true digits, colours and numbers the share in percent of a row. */
export function confusionMatrices(
  matrices: readonly NamedConfusion[],
  description: string,
  [columnTitle, rowTitle]: readonly [columns: string, rows: string] = [
    "digit of the neighbours",
    "true digit",
  ],
): Figure {
  return shareHeatMaps(matrices, { description, rowTitle, columnTitle });
}
