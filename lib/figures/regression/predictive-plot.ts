import { requireFinite, requireInput, requireLength } from "../../support/index.js";
import { requireNames } from "../marks/names.js";
import { decimalsFor, rounderFor } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours, longLabels } from "../marks/theme.js";

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
  const names = ["truth", "data", "mean", "upper", "lower"] as const;
  const color = legendColour(
    names.map((name) => seriesNames[name]),
    [lineColours.blue, lineColours.red, lineColours.green, lineColours.purple, lineColours.purple],
  );
  // one legend of colour, dashes and shapes: channels of the same field with the same legend are merged
  const channel = (range: readonly unknown[]) => ({ ...color, scale: { domain: color.scale.domain, range } });
  const solid = [1, 0];
  const strokeDash = channel([solid, solid, solid, [1.5, 2.5], [6, 3]]);
  const shape = channel(["stroke", "circle", "stroke", "stroke", "stroke"]);
  const line = (name: keyof typeof seriesNames, y: ArrayLike<number>) =>
    series(seriesNames[name], x, y, { type: "line", strokeWidth: 1.5 }, { ...place, color, strokeDash });
  const points = { type: "point", filled: true, size: 50, opacity: 1 };
  return {
    ...frame(options),
    layer: [
      line("truth", truth),
      line("mean", mean),
      line("upper", edge(1)),
      line("lower", edge(-1)),
      series(seriesNames.data, data.x, data.y, points, { ...place, color, shape }),
    ],
  } as unknown as Figure;
}

/** Names, colours and symbols of the corrected figure's legend, in its order. */
function correctedLegend({ draws = [], compared, legend = true }: PredictivePlotOptions) {
  const entries: (readonly [name: string, colour: string, symbol: string])[] = [
    [seriesNames.truth, lineColours.blue, "stroke"],
    [seriesNames.data, lineColours.red, "circle"],
    [seriesNames.mean, lineColours.green, "stroke"],
    [seriesNames.band, lineColours.purple, "square"],
  ];
  if (compared !== undefined) entries.push([compared.name, "#6b4c9a", "stroke"]);
  if (draws.length > 0) entries.push([seriesNames.draws, "#999999", "stroke"]);
  const names = entries.map(([name]) => name);
  requireNames("predictivePlot", names);
  const inside = legendColour(
    names,
    entries.map(([, colour]) => colour),
  );
  // beside the panel: inside it would hide a valley of the function
  const color = {
    ...inside,
    legend: legend ? { ...inside.legend, orient: "right", strokeColor: null, ...longLabels(names) } : null,
  };
  const shape = { ...color, scale: { domain: names, range: entries.map(([, , symbol]) => symbol) } };
  const dashes = names.map((name) => (name === compared?.name ? [5, 3] : [1, 0]));
  const strokeDash = { ...color, scale: { domain: names, range: dashes } };
  return { color, shape, strokeDash };
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
  const encoding = { ...place, color, strokeDash };
  const line = { type: "line", strokeWidth: 1.8, clip: true };
  const edge = (sign: number, of: ArrayLike<number>) =>
    roundedAll(Array.from(mean, (m, i) => m + sign * 2 * Math.sqrt(of[i]!)));
  const at = roundedAll(x);
  const band = { x: at, y: edge(-1, variance), y2: edge(1, variance), name: at.map(() => seriesNames.band) };
  return {
    ...frame(options),
    layer: [
      {
        data: inlineData(band, 5),
        mark: { type: "area", opacity: 0.25, line: false, clip: true },
        encoding: { ...place, color, y2: { field: "y2" } },
      },
      ...(draws.length === 0 ? [] : [drawLines(at, draws, encoding)]),
      ...(compared === undefined
        ? []
        : [-1, 1].map((sign) =>
            series(compared.name, x, edge(sign, compared.variance), { ...line, strokeWidth: 1.2 }, encoding),
          )),
      series(seriesNames.truth, x, truth, line, encoding),
      series(seriesNames.mean, x, mean, line, encoding),
      series(
        seriesNames.data,
        data.x,
        data.y,
        { type: "point", filled: true, size: 50, opacity: 1 },
        { ...place, color, shape },
      ),
    ],
  } as unknown as Figure;
}

const roundedAll = (values: ArrayLike<number>): number[] => Array.from(values, rounderFor(values));

const frame = ({ description, title, size = [470, 350] }: PredictivePlotOptions) => ({
  ...heading(description),
  ...(title === undefined ? {} : { title }),
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
  return {
    x: {
      field: "x",
      type: "quantitative",
      scale: { domain, nice: false },
      axis: { title: "x", values: ticks, format: decimals > 9 ? ".3~e" : `.${decimals}f` },
    },
    y: {
      field: "y",
      type: "quantitative",
      scale: yDomain === undefined ? { zero: false } : { domain: [...yDomain], nice: false },
      axis: { title: "y", tickCount: 6 },
    },
  };
}

/** One legend in the report's order, lower right, in which points and lines share a symbol. */
const legendColour = (domain: readonly string[], range: readonly string[]) => ({
  field: "name",
  type: "nominal",
  sort: null,
  scale: { domain: [...domain], range: [...range] },
  legend: {
    title: null,
    orient: "bottom-right",
    fillColor: "white",
    strokeColor: "#cccccc",
    padding: 5,
    symbolOpacity: 1,
    symbolStrokeWidth: 2,
  },
});

function series(
  name: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  mark: object,
  encoding: object,
): object {
  return {
    data: inlineData(
      {
        x: roundedAll(x),
        y: roundedAll(y),
        name: Array.from(x, () => name),
      },
      5,
    ),
    mark,
    encoding,
  };
}

function drawLines(x: readonly number[], draws: readonly ArrayLike<number>[], encoding: object): object {
  return {
    data: inlineData(
      {
        x: draws.flatMap(() => x),
        y: draws.flatMap(roundedAll),
        draw: draws.flatMap((draw, k) => Array.from(draw, () => k)),
        name: draws.flatMap((draw) => Array.from(draw, () => seriesNames.draws)),
      },
      5,
    ),
    mark: { type: "line", strokeWidth: 0.7, clip: true },
    encoding: { ...encoding, detail: { field: "draw" } },
  };
}
