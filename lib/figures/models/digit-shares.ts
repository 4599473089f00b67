import { requireInput } from "../../support/index.js";
import type { Figure } from "../marks/spec.js";
import { digitBars } from "./digit-bars.js";

/** For each named source the share of every class of images; they sum to 1. */
export interface NamedShares {
  readonly name: string;
  readonly shares: readonly number[];
}

/** Shares of the classes (by default the ten digits), bars side by side for each source, with a line where all are equal. */
export function digitShares(
  sources: readonly NamedShares[],
  description: string,
  names?: readonly string[],
): Figure {
  requireInput(
    sources.every(({ shares }) => shares.length === (names?.length ?? 10)),
    "digitShares",
    "wants a share of each class for each source",
  );
  const percents = sources.map(({ name, shares }) => ({ name, values: shares.map((share) => 100 * share) }));
  const reference = 100 / (names?.length ?? 10);
  return digitBars(percents, { description, title: "% of the tiles", reference, ...(names && { names }) });
}
