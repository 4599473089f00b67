import { requireFinite, requireLength } from "../support/errors.js";
import { type Figure, inlineData } from "./spec.js";
import { digitColours, heading, reportDigitColours } from "./theme.js";

/** Points of a plane with their classes. */
export interface LabelledCodes {
  /** (x, y) pairs, point after point. */
  readonly codes: ArrayLike<number>;
  /** A class 0..9 for each point. */
  readonly labels: ArrayLike<number>;
}

/** Data range with 5 % on each side, as the report's plotting library has it. */
export function paddedRange(values: ArrayLike<number>, padding = 0.05): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const margin = padding * (high > low ? high - low : 1);
  return [low - margin, high + margin];
}

/** Columns in drawing order: by class, so that later digits lie over earlier ones. */
function byDigit({ codes, labels }: LabelledCodes) {
  requireLength("latentScatter", "codes", codes.length, 2 * labels.length);
  requireFinite("latentScatter", "codes", codes);
  const order = Array.from({ length: labels.length }, (_, i) => i).sort(
    (a, b) => labels[a]! - labels[b]! || a - b,
  );
  return {
    x: order.map((i) => codes[2 * i]!),
    y: order.map((i) => codes[2 * i + 1]!),
    digit: order.map((i) => String(labels[i]!)),
  };
}

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Corner of the plot in which the report's legend stands. */
export type LegendCorner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/**
 * Figure 3, as in the report: points by digit in its ten colours, later digits over earlier ones, axes scaled independently
 * to the data range plus 5 %, without titles, legend inside.
 */
export function reportLatentScatter(
  points: LabelledCodes,
  { description, legend, size = 380 }: { description: string; legend: LegendCorner; size?: number },
): Figure {
  const columns = byDigit(points);
  const axis = { title: null, tickMinStep: 1 };
  return {
    ...heading(description),
    width: size,
    height: size,
    data: inlineData({ ...columns }),
    mark: { type: "circle", size: 3.2, opacity: 1 },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: { domain: paddedRange(columns.x), nice: false, zero: false },
        axis,
      },
      y: {
        field: "y",
        type: "quantitative",
        scale: { domain: paddedRange(columns.y), nice: false, zero: false },
        axis,
      },
      color: {
        field: "digit",
        type: "nominal",
        scale: { domain: digits, range: [...reportDigitColours] },
        legend: {
          title: null,
          orient: legend,
          symbolSize: 60,
          symbolOpacity: 1,
          fillColor: "white",
          strokeColor: "#cccccc",
          cornerRadius: 4,
          padding: 5,
          rowPadding: 1,
          offset: 8,
        },
      },
    },
  } as Figure;
}

/**
 * Figure 3, corrected: the same points with equal scales on both axes, titles, colours of even contrast, and the circle of
 * one standard deviation of the prior.
 */
export function latentScatter(
  points: LabelledCodes,
  {
    description,
    titles = ["z1", "z2"],
    size = 380,
  }: { description: string; titles?: readonly [string, string]; size?: number },
): Figure {
  const columns = byDigit(points);
  // the prior's circle belongs to the picture, also where a model has shrunk an axis to nothing
  const [x, y] = [paddedRange([-1, 1, ...columns.x]), paddedRange([-1, 1, ...columns.y])];
  const perUnit = size / Math.max(x[1] - x[0], y[1] - y[0]);
  const angles = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);
  const channel = (field: string, title: string, domain: [number, number]) => ({
    field,
    type: "quantitative",
    scale: { domain, nice: false, zero: false },
    axis: { title, tickMinStep: 1 },
  });
  const place = { x: channel("x", titles[0], x), y: channel("y", titles[1], y) };
  return {
    ...heading(description),
    width: Math.round((x[1] - x[0]) * perUnit),
    height: Math.round((y[1] - y[0]) * perUnit),
    layer: [
      {
        data: inlineData({ ...columns }),
        mark: { type: "circle", size: 5, opacity: 0.7 },
        encoding: {
          ...place,
          color: {
            field: "digit",
            type: "nominal",
            scale: { domain: digits, range: [...digitColours] },
            legend: { title: "digit", symbolSize: 60, symbolOpacity: 1 },
          },
        },
      },
      {
        data: inlineData({ x: angles.map(Math.cos), y: angles.map(Math.sin), order: angles }),
        mark: { type: "line", color: "#333333", strokeWidth: 1.5, strokeDash: [5, 3], clip: true },
        encoding: { ...place, order: { field: "order", type: "quantitative" } },
      },
    ],
  } as Figure;
}
