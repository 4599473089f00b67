import { type Figure, inlineData } from "../marks/spec.js";
import { digitColours, heading, reportDigitColours } from "../marks/theme.js";
import {
  byClass,
  equalScales,
  interleaved,
  type LabelledCodes,
  paddedRange,
  requirePoints,
} from "./labelled-points.js";

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Corner of the plot in which the report's legend stands. */
export type LegendCorner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/** The report's legend: large dots inside the plot, in a light grey rounded frame. */
const insideLegend = (corner: LegendCorner) => ({
  title: null,
  orient: corner,
  symbolSize: 95,
  symbolOpacity: 1,
  labelOffset: 12,
  fillColor: "white",
  strokeColor: "#cccccc",
  cornerRadius: 4,
  padding: 6,
  rowPadding: 4,
  offset: 8,
});

/** The report's ticks: steps of 1, 2, 2.5 or 5 times a power of ten, the finest with at most nine intervals. */
export function reportTicks([low, high]: readonly [number, number]): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / 9));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => (high - low) / each <= 9)!;
  const first = Math.ceil(low / step);
  // adding 0 turns -0 into 0
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) =>
    Number(((first + i) * step + 0).toPrecision(15)),
  );
}

/**
 * Figure 3, as in the report: points by digit in its ten colours, later digits over earlier ones, axes scaled independently
 * to the data range plus 5 %, without titles, legend inside.
 */
export function reportLatentScatter(
  points: LabelledCodes,
  { description, legend, size = 380 }: { description: string; legend: LegendCorner; size?: number },
): Figure {
  requirePoints("reportLatentScatter", points, digits.length);
  const { x, y, label } = byClass(points);
  const channel = (field: string, values: readonly number[]) => {
    const domain = paddedRange(values);
    return {
      field,
      type: "quantitative",
      scale: { domain, nice: false, zero: false },
      axis: { title: null, values: reportTicks(domain), labelOverlap: false },
    };
  };
  return {
    ...heading(description),
    width: size,
    height: size,
    data: inlineData({ x, y, digit: label.map(String) }),
    mark: { type: "circle", size: 3.2 * (size / 380), opacity: 1, aria: false },
    encoding: {
      x: channel("x", x),
      y: channel("y", y),
      color: {
        field: "digit",
        type: "nominal",
        scale: { domain: digits, range: [...reportDigitColours] },
        legend: insideLegend(legend),
      },
    },
  } as Figure;
}

/** How the corrected scatter plot is drawn. */
export interface LatentScatterOptions {
  readonly description: string;
  readonly titles?: readonly [x: string, y: string];
  /** Pixels of the longer side. */
  readonly size?: number;
  /** A square frame also where the codes fill an oblong one, so that panels are of one size. */
  readonly square?: boolean;
}

/**
 * Figure 3, corrected: a unit is as long upwards as sideways, axis titles, a palette of even contrast, digits drawn evenly
 * over each other, and the circle of one standard deviation of the prior.
 */
export function latentScatter(
  points: LabelledCodes,
  { description, titles = ["z1", "z2"], size = 380, square = false }: LatentScatterOptions,
): Figure {
  requirePoints("latentScatter", points, digits.length);
  const { x, y, label } = interleaved(points);
  // the prior's circle belongs to the picture, also where a model has shrunk an axis to nothing
  const frame = equalScales(paddedRange([-1, 1, ...x]), paddedRange([-1, 1, ...y]), size, square);
  const angles = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);
  const channel = (field: "x" | "y", title: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [...frame[field]], nice: false, zero: false },
    axis: { title, tickMinStep: 1 },
  });
  const place = { x: channel("x", titles[0]), y: channel("y", titles[1]) };
  return {
    ...heading(description),
    width: frame.width,
    height: frame.height,
    layer: [
      {
        data: inlineData({ x, y, digit: label.map(String) }),
        mark: { type: "circle", size: 4 * (size / 380), opacity: 1, aria: false },
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
      // on a white one, so that it is seen also on the points
      circleLayer(angles, place, { color: "white", strokeWidth: 3 }),
      circleLayer(angles, place, { color: "black", strokeWidth: 1.5, strokeDash: [5, 3] }),
    ],
  } as Figure;
}

function circleLayer(angles: readonly number[], place: object, mark: object) {
  return {
    data: inlineData({ x: angles.map(Math.cos), y: angles.map(Math.sin), order: angles }),
    mark: { type: "line", clip: true, ...mark },
    encoding: { ...place, order: { field: "order", type: "quantitative" } },
  };
}
