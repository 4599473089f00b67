import { hdi, mean } from "../../inference/index.js";
import { end, number } from "../marks/channel.js";
import { line, rules, texts } from "../marks/draw.js";
import { decimalsFor, rounded, roundTo } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, type View } from "../marks/view.js";
import { densityCurves } from "./density-curves.js";
import { frameOf, type NamedQuantity, requireQuantities, roundingOf } from "./named-quantity.js";

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
  return figureOf(description, {
    hconcat: quantities.map((quantity, i) => panel(quantity, probability, tickSteps?.[i])),
    spacing: 30,
  });
}

/** Multiples of a step within a range, the report's ticks. */
function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, i) => rounded((first + i) * step));
}

/** From 0 on, as the report has it for its positive quantities, unless they lie far from 0 or below it. */
function domainOf(window: readonly [number, number], largest: number): readonly [number, number] {
  const [low, high] = window;
  return low >= 0 && high > low && low <= high - low
    ? [-0.05 * largest, 1.05 * largest]
    : frameOf([Float64Array.of(low, high)]);
}

/** To two significant digits without an exponent, as the report prints them, or to as many as tell some tenths of the range apart. */
function twoDigitsWithin(window: readonly [number, number]): (value: number) => string {
  const decimals = decimalsFor(window) - 2;
  return (value) => {
    const own = value === 0 ? 0 : 1 - Math.floor(Math.log10(Math.abs(value)));
    return String(own >= decimals ? rounded(value, 2) : roundTo(value, decimals));
  };
}

function panel(quantity: NamedQuantity, probability: number, tickStep: number | undefined): View {
  const { name, draws } = quantity;
  const { curves, peak, window, note } = densityCurves([draws.flatMap((chain) => [...chain])], {
    bins: 512,
    names: ["every draw"],
  });
  const [{ x, density }] = curves as [(typeof curves)[number]];
  const [low, high] = hdi(draws, probability);
  const round = roundingOf(quantity);
  const digits = twoDigitsWithin(window);
  const largest = x[x.length - 1]!;
  const domain = domainOf(window, largest);
  // an interval may end beyond the window
  const within = (value: number) => Math.min(Math.max(value, window[0]), window[1]);
  const ticks =
    tickStep === undefined ? {} : { values: multiples(tickStep, Math.max(0, domain[0]), largest) };
  const across = (field: string, called = name) =>
    number(field, {
      title: note === "" ? null : note.trim(),
      name: called,
      scale: { domain, nice: false },
      // the colour too, or a viewer with a dark theme draws it white on white
      axis: { domain: true, domainColor: "#888888", ...ticks },
    });
  const upwards = (called: string | null) =>
    number("y", {
      title: null,
      name: called,
      scale: { domain: [-0.05 * peak, 1.05 * peak], nice: false },
      axis: null,
    });
  const written = [
    { x: within(mean(draws)), y: 0.84 * peak, text: `mean=${digits(mean(draws))}`, align: "center" },
    {
      x: within(0.5 * (low + high)),
      y: 0.3 * peak,
      text: `${Math.round(100 * probability)}% HDI`,
      align: "center",
    },
    { x: within(low), y: 0.09 * peak, text: digits(low), align: "right" },
    { x: within(high), y: 0.09 * peak, text: digits(high), align: "left" },
  ];
  return {
    title: name,
    width: 340,
    height: 300,
    view: { stroke: null },
    layer: [
      line(
        inlineData({ x: x.map(round), y: density.map((d) => rounded(d)) }, 9),
        { x: across("x"), y: upwards("density") },
        { color: lineColours.blue },
      ),
      rules(
        inlineData({ low: [round(within(low))], high: [round(within(high))], y: [0] }, 9),
        { x: across("low", "interval from"), x2: end("high", "to"), y: upwards(null) },
        { strokeWidth: 3 },
      ),
      ...written.map(({ align, text, ...place }) =>
        texts(
          inlineData({ x: [round(place.x)], y: [rounded(place.y)] }, 9),
          { x: across("x"), y: upwards(null) },
          { align, text, fontSize: 13 },
        ),
      ),
    ],
  };
}
