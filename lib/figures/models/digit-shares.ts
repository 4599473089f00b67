import { requireInput } from "../../support/index.js";
import type { Figure } from "../marks/spec.js";
import { digitBars } from "./digit-bars.js";

/** For each named source the share of every digit, ten numbers that sum to 1. */
export interface NamedShares {
  readonly name: string;
  readonly shares: readonly number[];
}

/** Shares of the ten digits, bars side by side for each source, with a line at one tenth. */
export function digitShares(sources: readonly NamedShares[], description: string): Figure {
  requireInput(
    sources.every(({ shares }) => shares.length === 10),
    "digitShares",
    "wants ten shares for each source",
  );
  const percents = sources.map(({ name, shares }) => ({ name, values: shares.map((share) => 100 * share) }));
  return digitBars(percents, { description, title: "% of the tiles", reference: 10 });
}
