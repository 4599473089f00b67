import { requireInput } from "../support/errors.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, lineColours } from "./theme.js";

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
  const rows = sources.flatMap(({ name, shares }) =>
    shares.map((share, digit) => ({ name, digit: String(digit), percent: 100 * share })),
  );
  const names = sources.map(({ name }) => name);
  return {
    ...heading(description),
    width: 420,
    height: 180,
    layer: [
      {
        data: inlineData({
          name: rows.map((r) => r.name),
          digit: rows.map((r) => r.digit),
          percent: rows.map((r) => r.percent),
        }),
        mark: { type: "bar" },
        encoding: {
          x: { field: "digit", type: "ordinal", axis: { title: "digit", labelAngle: 0 } },
          xOffset: { field: "name", type: "nominal", sort: names },
          y: { field: "percent", type: "quantitative", axis: { title: "% of the tiles" } },
          color: {
            field: "name",
            type: "nominal",
            sort: names,
            scale: { domain: names, range: Object.values(lineColours).slice(0, names.length) },
            legend: { title: null },
          },
        },
      },
      {
        data: { values: [{ even: 10 }] },
        mark: { type: "rule", strokeDash: [4, 3], color: "#333333" },
        encoding: { y: { field: "even", type: "quantitative" } },
      },
    ],
  } as Figure;
}
