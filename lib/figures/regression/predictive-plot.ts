import { requireFinite, requireInput, requireLength } from "../../support/index.js";
import { type Channel, colour, end, fixed, number, rounding, words } from "../marks/channel.js";
import { band, type Channels, line, outline, points } from "../marks/draw.js";
import { requireNames } from "../marks/names.js";
import { decimalsFor, rounderFor } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { lineColours, longLabels } from "../marks/theme.js";
import { figureOf, type Layer, titled, type View } from "../marks/view.js";

/** A regression on a line: everything in the units of y; variances are those of one point. */
export interface PredictiveCurves {
  /** Where the curves are evaluated, ascending. */
  readonly x: ArrayLike<number>;
  /** The true function there. */
  readonly truth: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
  readonly data: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}

/** Frame of a predictive figure. */
export interface PredictivePlotOptions {
  readonly description: string;
  readonly title?: string;
  /** Size of the panel, by default the report's 470 x 350. */
  readonly size?: readonly [width: number, height: number];
  readonly yDomain?: readonly [number, number];
  /** Jointly drawn functions to show in the background. */
  readonly draws?: readonly ArrayLike<number>[];
  /** Whether the corrected figure has its legend, to the right of the panel. Default true. */
  readonly legend?: boolean;
  /** A second band to compare with, drawn as dashed lines: its variance, and its name in the legend. Corrected figure only. */
  readonly compared?: { readonly name: string; readonly variance: ArrayLike<number> };
}

/** Share of the points at which the truth lies within `mean ± 2 sd`. */
export function bandCoverage({ truth, mean, variance }: PredictiveCurves): number {
  const inside = Array.from(truth, (value, i) => Math.abs(value - mean[i]!) <= 2 * Math.sqrt(variance[i]!));
  return inside.filter(Boolean).length / inside.length;
}

function requireCurves(caller: string, { x, truth, mean, variance, data }: PredictiveCurves): void {
  requireInput(x.length > 1, caller, () => `wants at least 2 points, got ${x.length}`);
  requireLength(caller, "truth", truth.length, x.length);
  requireLength(caller, "mean", mean.length, x.length);
  requireLength(caller, "variance", variance.length, x.length);
  requireLength(caller, "data.y", data.y.length, data.x.length);
  for (const [name, values] of Object.entries({
    x,
    truth,
    mean,
    variance,
    "data.x": data.x,
    "data.y": data.y,
  }))
    requireFinite(caller, name, values);
  requireVariances(caller, "variance", variance);
}

function requireVariances(caller: string, name: string, variance: ArrayLike<number>): void {
  const at = Array.from(variance).findIndex((value) => !(value >= 0));
  requireInput(at < 0, caller, () => `${name}[${at}] must be at least 0, got ${variance[at]}`);
}

const seriesNames = {
  truth: "f(x)",
  data: "D",
  mean: "m(x*)",
  upper: "m(x*) + 2√v(x*)",
  lower: "m(x*) − 2√v(x*)",
  band: "m(x*) ± 2√v(x*)",
  draws: "joint draws",
} as const;

/** The report's figure: function, data, mean, and the two edges of the band as lines. */
export function reportPredictive(curves: PredictiveCurves, options: PredictivePlotOptions): Figure {
  requireCurves("reportPredictive", curves);
  const { x, truth, mean, variance, data } = curves;
  const edge = (sign: number) => Array.from(mean, (m, i) => m + sign * 2 * Math.sqrt(variance[i]!));
  const place = placeOf(x, options.yDomain);
  const { color, strokeDash, shape } = legendOf("reportPredictive", [
    { name: seriesNames.truth, colour: lineColours.blue },
    { name: seriesNames.data, colour: lineColours.red, symbol: "circle" },
    { name: seriesNames.mean, colour: lineColours.green },
    { name: seriesNames.upper, colour: lineColours.purple, dash: [1.5, 2.5] },
    { name: seriesNames.lower, colour: lineColours.purple, dash: [6, 3] },
  ]);
  const curve = (name: keyof typeof seriesNames, y: ArrayLike<number>) =>
    line(rowsOf(seriesNames[name], x, y), { ...place, color, strokeDash });
  return figureOf(options.description, {
    ...frame(options),
    layer: [
      curve("truth", truth),
      curve("mean", mean),
      curve("upper", edge(1)),
      curve("lower", edge(-1)),
      points(rowsOf(seriesNames.data, data.x, data.y), { ...place, color, shape }, dataLook),
    ],
  });
}

/** A name in the legend with its look. */
interface Entry {
  readonly name: string;
  readonly colour: string;
  readonly symbol?: "circle" | "square";
  readonly dash?: readonly number[];
}

/** One legend of colour, dashes and shapes, in which points and lines share a symbol; inside the plot, lower right, if nothing else is said. */
function legendOf(caller: string, entries: readonly Entry[], look: object | null = {}) {
  const names = entries.map(({ name }) => name);
  requireNames(caller, names);
  const inside = {
    orient: "bottom-right",
    fillColor: "white",
    strokeColor: "#cccccc",
    padding: 5,
    symbolOpacity: 1,
    symbolStrokeWidth: 2,
  };
  const color = colour("name", {
    name: "curve",
    names,
    colours: entries.map((entry) => entry.colour),
    legend: look && { ...inside, ...look },
  });
  // channels of the same field with the same legend are merged
  const channel = (range: readonly unknown[]): Channel =>
    fixed({ ...color.json, scale: { domain: names, range } });
  return {
    color,
    strokeDash: channel(entries.map(({ dash = [1, 0] }) => dash)),
    shape: channel(entries.map(({ symbol = "stroke" }) => symbol)),
  };
}

/** Names, colours and symbols of the corrected figure's legend, in its order. */
function correctedLegend({ draws = [], compared, legend = true }: PredictivePlotOptions) {
  const entries: Entry[] = [
    { name: seriesNames.truth, colour: lineColours.blue },
    { name: seriesNames.data, colour: lineColours.red, symbol: "circle" },
    { name: seriesNames.mean, colour: lineColours.green },
    { name: seriesNames.band, colour: lineColours.purple, symbol: "square" },
    ...(compared === undefined ? [] : [{ name: compared.name, colour: "#6b4c9a", dash: [5, 3] }]),
    ...(draws.length > 0 ? [{ name: seriesNames.draws, colour: "#999999" }] : []),
  ];
  // beside the panel: inside it would hide a valley of the function
  const beside = { orient: "right", strokeColor: null, ...longLabels(entries.map(({ name }) => name)) };
  return legendOf("predictivePlot", entries, legend ? beside : null);
}

/** The band filled, a few joint draws in it, function, mean and data above; where wanted, another band to compare with. */
export function predictivePlot(curves: PredictiveCurves, options: PredictivePlotOptions): Figure {
  requireCurves("predictivePlot", curves);
  const { x, truth, mean, variance, data } = curves;
  const { draws = [], compared } = options;
  for (const [k, draw] of draws.entries())
    requireLength("predictivePlot", `draws[${k}]`, draw.length, x.length);
  if (compared !== undefined)
    requireLength("predictivePlot", "compared.variance", compared.variance.length, x.length);
  if (compared !== undefined) requireVariances("predictivePlot", "compared.variance", compared.variance);
  const { color, shape, strokeDash } = correctedLegend(options);
  const place = placeOf(x, options.yDomain);
  const channels = { ...place, color, strokeDash };
  const edge = (sign: number, of: ArrayLike<number>) =>
    roundedAll(Array.from(mean, (m, i) => m + sign * 2 * Math.sqrt(of[i]!)));
  const at = roundedAll(x);
  const between = {
    x: at,
    y: edge(-1, variance),
    y2: edge(1, variance),
    name: at.map(() => seriesNames.band),
  };
  const curve = (name: string, y: ArrayLike<number>, strokeWidth: number) =>
    line(rowsOf(name, x, y), channels, { strokeWidth, clip: true });
  return figureOf(options.description, {
    ...frame(options),
    layer: [
      band(
        inlineData(between, 5),
        { ...place, color, y2: end("y2") },
        { opacity: 0.25, line: false, clip: true },
      ),
      ...(draws.length === 0 ? [] : [drawLines(at, draws, channels)]),
      ...(compared === undefined
        ? []
        : [-1, 1].map((sign) => curve(compared.name, edge(sign, compared.variance), 1.2))),
      curve(seriesNames.truth, truth, 1.8),
      curve(seriesNames.mean, mean, 1.8),
      points(rowsOf(seriesNames.data, data.x, data.y), { ...place, color, shape }, dataLook),
    ],
  });
}

const dataLook = { filled: true, size: 50, opacity: 1 };

const roundedAll = (values: ArrayLike<number>): number[] => Array.from(values, rounderFor(values));

const frame = ({ title, size = [470, 350] }: PredictivePlotOptions): View => ({
  ...titled(title),
  width: size[0],
  height: size[1],
});

/** A twentieth of the range free on either side; eight steps from the first to the last point. */
function placeOf(points: ArrayLike<number>, yDomain: readonly [number, number] | undefined) {
  const first = points[0]!;
  const range = points[points.length - 1]! - first;
  const ends = [first - range / 20, first + (21 * range) / 20];
  const domain = roundedAll(ends);
  const ticks = Array.from({ length: 9 }, (_, i) => first + (range * i) / 8).map(rounderFor(ends));
  const decimals = Math.max(2, decimalsFor(ends) - 1);
  const scale = yDomain === undefined ? rounding : { domain: [...yDomain], nice: false };
  return {
    x: number("x", {
      title: "x",
      scale: { domain, nice: false },
      axis: { values: ticks, format: decimals > 9 ? ".3~e" : `.${decimals}f` },
    }),
    y: number("y", { title: "y", scale, axis: { tickCount: 6 } }),
  };
}

const rowsOf = (name: string, x: ArrayLike<number>, y: ArrayLike<number>) =>
  inlineData({ x: roundedAll(x), y: roundedAll(y), name: Array.from(x, () => name) }, 5);

function drawLines(x: readonly number[], draws: readonly ArrayLike<number>[], channels: Channels): Layer {
  const rows = {
    x: draws.flatMap(() => x),
    y: draws.flatMap(roundedAll),
    draw: draws.flatMap((draw, k) => Array.from(draw, () => k)),
    name: draws.flatMap((draw) => Array.from(draw, () => seriesNames.draws)),
  };
  return outline(
    inlineData(rows, 5),
    { ...channels, detail: words("draw") },
    { strokeWidth: 0.7, clip: true },
  );
}
