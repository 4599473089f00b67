import { hdi, kde, mean } from "../../inference/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";
import { type NamedQuantity, requireQuantities, rounded } from "./named-quantity.js";

/** How the report's panels are drawn. */
export interface ReportDensityOptions {
  readonly description: string;
  /** Mass of the highest density interval, default 0.95. */
  readonly probability?: number;
  /** Distances of the ticks, one a panel. */
  readonly tickSteps?: readonly number[];
}

/**
 * Density of all draws with mean and highest density interval, as ArviZ's `plot_posterior` prints it and the report shows it:
 * linear axes without a y-axis, whatever the tails.
 */
export function reportPosteriorDensities(
  quantities: readonly NamedQuantity[],
  { description, probability = 0.95, tickSteps }: ReportDensityOptions,
): Figure {
  requireQuantities("reportPosteriorDensities", quantities);
  return {
    ...heading(description),
    hconcat: quantities.map((quantity, i) => panel(quantity, probability, tickSteps?.[i])),
    spacing: 30,
  } as unknown as Figure;
}

/** To two significant digits without an exponent, as the report prints them. */
const twoDigits = (value: number): string => String(Number(value.toPrecision(2)));

function panel({ name, draws }: NamedQuantity, probability: number, tickStep: number | undefined): object {
  const all = Float64Array.from(draws.flatMap((chain) => [...chain]));
  const { x, density } = kde(all);
  const peak = density.reduce((a, b) => Math.max(a, b));
  const [low, high] = hdi(draws, probability);
  const largest = x[x.length - 1]!;
  const ticks =
    tickStep === undefined
      ? {}
      : {
          values: Array.from({ length: Math.floor(largest / tickStep + 1e-9) + 1 }, (_, i) =>
            rounded(i * tickStep),
          ),
        };
  const axes = {
    x: {
      type: "quantitative",
      scale: { domain: [-0.05 * largest, 1.05 * largest], nice: false },
      axis: { title: null, domain: true, ...ticks },
    },
    y: { type: "quantitative", scale: { domain: [-0.05 * peak, 1.05 * peak], nice: false }, axis: null },
  };
  const at = (column: string) => ({ field: column });
  const texts = [
    { x: mean(draws), y: 0.84 * peak, text: `mean=${twoDigits(mean(draws))}`, align: "center" },
    { x: 0.5 * (low + high), y: 0.3 * peak, text: `${Math.round(100 * probability)}% HDI`, align: "center" },
    { x: low, y: 0.09 * peak, text: twoDigits(low), align: "right" },
    { x: high, y: 0.09 * peak, text: twoDigits(high), align: "left" },
  ];
  return {
    title: name,
    width: 340,
    height: 300,
    view: { stroke: null },
    layer: [
      {
        data: inlineData(
          { x: Array.from(x, (u) => rounded(u)), y: Array.from(density, (d) => rounded(d)) },
          9,
        ),
        mark: { type: "line", color: lineColours.blue, strokeWidth: 1.5 },
        encoding: { x: { ...at("x"), ...axes.x }, y: { ...at("y"), ...axes.y } },
      },
      {
        data: inlineData({ low: [rounded(low)], high: [rounded(high)], y: [0] }, 9),
        mark: { type: "rule", strokeWidth: 3 },
        encoding: { x: { ...at("low"), ...axes.x }, x2: at("high"), y: { ...at("y"), ...axes.y } },
      },
      ...texts.map(({ align, text, ...place }) => ({
        data: inlineData({ x: [rounded(place.x)], y: [rounded(place.y)] }, 9),
        mark: { type: "text", align, text, fontSize: 13 },
        encoding: { x: { ...at("x"), ...axes.x }, y: { ...at("y"), ...axes.y } },
      })),
    ],
  };
}
