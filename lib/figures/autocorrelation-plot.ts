import { autocorrelation } from "../inference/diagnostics/autocovariance.js";
import { requireInteger } from "../support/errors.js";
import { chainColour, chainName, type NamedQuantity, requireQuantities } from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading } from "./theme.js";

/** How far the autocorrelation is drawn. */
export interface AutocorrelationPlotOptions {
  readonly description: string;
  readonly lags?: number;
}

/**
 * Autocorrelation of every chain against the lag, a panel for every quantity; grey is where 95 % of the values of
 * independent draws lie, 1.96 / sqrt(draws) on both sides of 0.
 */
export function autocorrelationPlot(
  quantities: readonly NamedQuantity[],
  options: AutocorrelationPlotOptions,
): Figure {
  const { chains, length } = requireQuantities("autocorrelationPlot", quantities);
  const lags = Math.min(requireInteger("autocorrelationPlot", "lags", options.lags ?? 30, 1), length - 1);
  const bound = 1.96 / Math.sqrt(length);
  const panel = ({ name, draws }: NamedQuantity, index: number) => {
    const values = draws.map((chain) => autocorrelation(Float64Array.from(chain)).subarray(0, lags + 1));
    const x = {
      type: "quantitative",
      axis: { title: "lag (draws)" },
      scale: { domain: [0, lags], nice: false },
    };
    const legend = { title: null, orient: "right" };
    return {
      title: name,
      width: 300,
      height: 190,
      layer: [
        {
          data: { values: [{ low: -bound, high: bound }] },
          mark: { type: "rect", color: "#999999", opacity: 0.3, tooltip: false },
          encoding: { y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
        },
        {
          data: inlineData(
            {
              chain: values.flatMap((chain, c) => Array.from(chain, () => chainName(c))),
              lag: values.flatMap((chain) => Array.from(chain, (_, lag) => lag)),
              autocorrelation: values.flatMap((chain) => Array.from(chain)),
            },
            4,
          ),
          mark: { type: "line", point: { size: 14 }, strokeWidth: 1.3 },
          encoding: {
            x: { field: "lag", ...x },
            y: {
              field: "autocorrelation",
              type: "quantitative",
              axis: { title: index === 0 ? "autocorrelation" : null },
            },
            color: chainColour(chains, legend),
          },
        },
      ],
    };
  };
  return {
    ...heading(options.description),
    hconcat: quantities.map(panel),
    spacing: 24,
  } as unknown as Figure;
}
