import { autocorrelation } from "../../inference/index.js";
import { requireInput, requireInteger } from "../../support/index.js";
import { end, fitted, number, ranging } from "../marks/channel.js";
import { cells, line } from "../marks/draw.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { figureOf, titled, type View } from "../marks/view.js";
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
  return figureOf(description, {
    ...titled(title),
    hconcat: quantities.map((quantity, i) => panel(quantity, lags, i === 0)),
    resolve: { scale: { color: "shared" } },
  });
}

function panel({ name, draws }: NamedQuantity, lags: number, isFirst: boolean): View {
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
  const y = (field: string, called: string | null) =>
    number(field, {
      title: isFirst ? "autocorrelation" : null,
      name: called,
      scale: ranging(Math.floor(10 * lowest) / 10, 1),
    });
  const lag = number("lag", { title: "lag", scale: fitted, format: "d" });
  const independent = { y: y("low", "independent draws from"), y2: end("high", "to") };
  return {
    title: { text: stuck.length === 0 ? name : `${name} (${stuck.join(", ")} constant)`, fontSize: 12 },
    width: 260,
    height: 170,
    layer: [
      cells(inlineData({ low: [-bound], high: [bound] }, 4), independent, { color: "#dddddd" }),
      line(
        inlineRows(every),
        { x: lag, y: y("value", "autocorrelation"), color: chainColour(draws.length) },
        { strokeWidth: 1.3 },
      ),
    ],
  };
}
