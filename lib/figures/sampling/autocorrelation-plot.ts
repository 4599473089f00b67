import { autocorrelation } from "../../inference/index.js";
import { requireInput, requireInteger } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
import { chainColour, chainNames, type NamedQuantity, requireQuantities } from "./named-quantity.js";

/** How autocorrelations are drawn. */
export interface AutocorrelationPlotOptions {
  readonly description: string;
  readonly title?: string;
  /** Largest lag, default 40. */
  readonly lags?: number;
}

/**
 * Autocorrelation of each chain by lag, one panel a quantity, and the band `±1.96 / sqrt(n)` in which independent draws lie
 * at 95 % of the lags: that of long chains, as the distribution for short ones depends on that of the draws.
 */
export function autocorrelationPlot(
  quantities: readonly NamedQuantity[],
  options: AutocorrelationPlotOptions,
): Figure {
  requireQuantities("autocorrelationPlot", quantities);
  const { description, title, lags = 40 } = options;
  requireInteger("autocorrelationPlot", "lags", lags, 1);
  return {
    ...heading(description),
    ...(title === undefined ? {} : { title }),
    hconcat: quantities.map((quantity, i) => panel(quantity, lags, i === 0)),
    resolve: { scale: { color: "shared" } },
  } as unknown as Figure;
}

function panel({ name, draws }: NamedQuantity, lags: number, isFirst: boolean): object {
  const names = chainNames(draws.length);
  // a constant chain has no autocorrelation
  const isConstant = draws.map((chain) => chain.every((x) => x === chain[0]));
  requireInput(
    isConstant.includes(false),
    "autocorrelationPlot",
    () => `every chain of ${name} is constant: it has no autocorrelation`,
  );
  const stuck = names.filter((_, c) => isConstant[c]);
  const last = Math.min(lags, draws[0]!.length - 1);
  const every = draws.flatMap((chain, c) =>
    isConstant[c]
      ? []
      : Array.from(autocorrelation(chain).subarray(0, last + 1), (value, lag) => ({
          chain: names[c]!,
          lag,
          value,
        })),
  );
  const bound = 1.96 / Math.sqrt(draws[0]!.length);
  const lowest = Math.min(-1.5 * bound, ...every.map(({ value }) => value));
  const y = {
    type: "quantitative",
    scale: { domain: [Math.floor(10 * lowest) / 10, 1], nice: false },
    axis: { title: isFirst ? "autocorrelation" : null },
  };
  return {
    title: { text: stuck.length === 0 ? name : `${name} (${stuck.join(", ")} constant)`, fontSize: 12 },
    width: 260,
    height: 170,
    layer: [
      {
        data: inlineData({ low: [-bound], high: [bound] }, 4),
        mark: { type: "rect", color: "#dddddd" },
        encoding: { y: { field: "low", ...y }, y2: { field: "high" } },
      },
      {
        data: inlineData({
          chain: every.map(({ chain }) => chain),
          lag: every.map(({ lag }) => lag),
          value: every.map(({ value }) => value),
        }),
        mark: { type: "line", strokeWidth: 1.3 },
        encoding: {
          x: { field: "lag", type: "quantitative", scale: { nice: false }, axis: { title: "lag" } },
          y: { field: "value", ...y },
          color: chainColour(draws.length, { title: null }),
        },
      },
    ],
  };
}
