import { requireFinite, requireLength } from "../support/errors.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, lineColours } from "./theme.js";

/** A prediction over a grid beside the function and the data it was made from. */
export interface GpFit {
  /** Grid, ascending. */
  readonly x: ArrayLike<number>;
  /** The function itself at the grid. */
  readonly f: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  /** A VARIANCE at every point of the grid; the band is two standard deviations on both sides. */
  readonly variance: ArrayLike<number>;
  readonly data: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}

/** Names, colours and dashes of the report's lines in the order of its legend. */
const reportLines = [
  { name: "f(x)", colour: lineColours.blue, dash: [1, 0] },
  { name: "m(x*)", colour: lineColours.green, dash: [1, 0] },
  { name: "m(x*) + 2 √v(x*)", colour: lineColours.purple, dash: [2, 2] },
  { name: "m(x*) − 2 √v(x*)", colour: lineColours.purple, dash: [6, 3] },
];

const size = { width: 520, height: 380 };
const xAxis = {
  field: "x",
  type: "quantitative",
  scale: { domain: [-1.1, 1.1], nice: false },
  axis: { title: "x", values: [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1], format: ".2f" },
};
const insideLegend = { title: null, fillColor: "white", strokeColor: "#cccccc", padding: 6, cornerRadius: 3 };

function edges({ mean, variance }: GpFit, sign: 1 | -1): Float64Array {
  return Float64Array.from(mean, (m, i) => m + sign * 2 * Math.sqrt(variance[i]!));
}

function checked(functionName: string, fit: GpFit): void {
  for (const name of ["f", "mean", "variance"] as const) {
    requireLength(functionName, name, fit[name].length, fit.x.length);
    requireFinite(functionName, name, fit[name]);
  }
  requireLength(functionName, "y of the data", fit.data.y.length, fit.data.x.length);
}

function dataPoints({ data }: GpFit, legend: object | null) {
  return {
    data: inlineData({ x: data.x, y: data.y, points: Array.from(data.x, () => "D") }, 6),
    mark: { type: "point", filled: true, size: 50, opacity: 1, color: lineColours.red },
    encoding: {
      x: xAxis,
      y: { field: "y", type: "quantitative" },
      shape: { field: "points", type: "nominal", scale: { range: ["circle"] }, legend },
    },
  };
}

/** As in the report: the function, the data, the mean, and two broken lines for the band. */
export function reportGpFit(fit: GpFit, { description }: { readonly description: string }): Figure {
  checked("reportGpFit", fit);
  const values = [fit.f, fit.mean, edges(fit, 1), edges(fit, -1)];
  const names = reportLines.map(({ name }) => name);
  const legend = {
    ...insideLegend,
    orient: "bottom-right",
    symbolType: "stroke",
    symbolSize: 400,
    labelLimit: 240,
  };
  return {
    ...heading(description),
    ...size,
    layer: [
      {
        data: inlineData(
          {
            what: values.flatMap((line, i) => Array.from(line, () => names[i]!)),
            x: values.flatMap(() => Array.from(fit.x)),
            y: values.flatMap((line) => Array.from(line)),
          },
          5,
        ),
        mark: { type: "line", strokeWidth: 1.5 },
        encoding: {
          x: xAxis,
          y: {
            field: "y",
            type: "quantitative",
            scale: { zero: false, nice: false, padding: 16 },
            axis: { title: "y" },
          },
          color: {
            field: "what",
            type: "nominal",
            scale: { domain: names, range: reportLines.map(({ colour }) => colour) },
            legend,
          },
          strokeDash: {
            field: "what",
            type: "nominal",
            scale: { domain: names, range: reportLines.map(({ dash }) => dash) },
            legend,
          },
        },
      },
      dataPoints(fit, { ...insideLegend, orient: "bottom-left", symbolFillColor: lineColours.red }),
    ],
  } as unknown as Figure;
}

/** What the corrected figure shows beside the fit. */
export interface GpFitOptions {
  readonly description: string;
  readonly title?: string;
  /** Joint draws of the function on the grid. */
  readonly draws?: readonly ArrayLike<number>[];
  /** A narrower band drawn as lines for comparison: its VARIANCE, and its name. */
  readonly compared?: { readonly name: string; readonly variance: ArrayLike<number> };
  /** Pixels; 520 x 380 if left out. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** The share of grid points at which the band of two standard deviations holds the function. */
export function bandCoverage(fit: GpFit): number {
  checked("bandCoverage", fit);
  const upper = edges(fit, 1);
  const lower = edges(fit, -1);
  const inside = Array.from(fit.f).filter((value, i) => value >= lower[i]! && value <= upper[i]!);
  return inside.length / fit.f.length;
}

/** Corrected: the band filled, joint draws, and in the title the share of the grid where the band holds the function. */
export function gpFit(fit: GpFit, options: GpFitOptions): Figure {
  checked("gpFit", fit);
  const { description, draws = [], compared, title } = options;
  const covered = `the band of ±2 sd holds f at ${(100 * bandCoverage(fit)).toFixed(1)} % of the points`;
  const lines = [
    ...(compared === undefined ? [] : comparedLines(fit, compared)),
    { name: "mean", y: fit.mean, colour: lineColours.green, dash: [1, 0] },
    { name: "f(x)", y: fit.f, colour: lineColours.blue, dash: [1, 0] },
  ];
  const named = [
    ...lines,
    ...(draws.length > 0 ? [{ name: "joint draws", colour: "#8c8c8c", dash: [1, 0] }] : []),
  ];
  const domain = [...new Set(named.map(({ name }) => name))].reverse();
  const of = (name: string) => named.find((line) => line.name === name)!;
  const legend = { title: null, orient: "bottom", symbolType: "stroke", symbolSize: 400, labelLimit: 260 };
  const styled = {
    color: {
      field: "what",
      type: "nominal",
      scale: { domain, range: domain.map((name) => of(name).colour) },
      legend,
    },
    strokeDash: {
      field: "what",
      type: "nominal",
      scale: { domain, range: domain.map((name) => of(name).dash) },
      legend,
    },
  };
  return {
    ...heading(description),
    ...(options.size ?? size),
    title: { text: title ?? "Posterior of the function", subtitle: covered, anchor: "start" },
    layer: [
      {
        data: inlineData({ x: fit.x, low: edges(fit, -1), high: edges(fit, 1) }, 5),
        mark: { type: "area", color: lineColours.purple, opacity: 0.2 },
        encoding: {
          x: xAxis,
          y: {
            field: "low",
            type: "quantitative",
            scale: { zero: false, nice: false, padding: 10 },
            axis: { title: "y" },
          },
          y2: { field: "high" },
        },
      },
      ...(draws.length > 0 ? [drawnLines(fit, draws, styled)] : []),
      {
        data: inlineData(
          {
            what: lines.flatMap(({ y, name }) => Array.from(y, () => name)),
            side: lines.flatMap(({ y }, i) => Array.from(y, () => `${i}`)),
            x: lines.flatMap(() => Array.from(fit.x)),
            y: lines.flatMap(({ y }) => Array.from(y)),
          },
          4,
        ),
        mark: { type: "line", strokeWidth: 1.8 },
        encoding: { x: xAxis, y: { field: "y", type: "quantitative" }, detail: { field: "side" }, ...styled },
      },
      dataPoints(fit, { title: null, orient: "bottom", symbolFillColor: lineColours.red }),
    ],
  } as unknown as Figure;
}

function drawnLines({ x }: GpFit, draws: readonly ArrayLike<number>[], styled: object) {
  for (const draw of draws) requireLength("gpFit", "a joint draw", draw.length, x.length);
  return {
    data: inlineData(
      {
        what: draws.flatMap(() => Array.from(x, () => "joint draws")),
        draw: draws.flatMap((_, i) => Array.from(x, () => `${i}`)),
        x: draws.flatMap(() => Array.from(x)),
        y: draws.flatMap((draw) => Array.from(draw)),
      },
      3,
    ),
    mark: { type: "line", strokeWidth: 0.8 },
    encoding: { x: xAxis, y: { field: "y", type: "quantitative" }, detail: { field: "draw" }, ...styled },
  };
}

function comparedLines(fit: GpFit, { name, variance }: NonNullable<GpFitOptions["compared"]>) {
  requireLength("gpFit", "variance compared", variance.length, fit.x.length);
  return ([1, -1] as const).map((sign) => ({
    name,
    y: edges({ ...fit, variance }, sign),
    colour: lineColours.purple,
    dash: [4, 3],
  }));
}
