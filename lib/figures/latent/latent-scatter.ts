import { type Channel, colour, inOrder, number } from "../marks/channel.js";
import { dots, outline } from "../marks/draw.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { classColours, classLegend, digitColours, reportDigitColours } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";
import {
  byClass,
  classNoun,
  equalScales,
  interleaved,
  type LabelledCodes,
  namesOfClasses,
  paddedRange,
  requirePoints,
} from "./labelled-points.js";

/** Corner of the plot in which the report's legend stands. */
export type LegendCorner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/** The report's legend: large dots inside the plot, in a light grey rounded frame. */
const insideLegend = (corner: LegendCorner, scale: number) => ({
  orient: corner,
  symbolSize: 95 * scale ** 2,
  symbolOpacity: 1,
  labelOffset: 12 * scale,
  fillColor: "white",
  strokeColor: "#cccccc",
  cornerRadius: 4,
  padding: 6,
  rowPadding: 4,
  offset: 8,
});

/** How the report's scatter plot is drawn. */
export interface ReportScatterOptions {
  readonly description: string;
  readonly legend: LegendCorner;
  /** Pixels of a side. */
  readonly size?: number;
  /** By how much the legend's dots are larger, for a large figure: see {@link compose}. */
  readonly textScale?: number;
}

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
  { description, legend, size = 380, textScale = 1 }: ReportScatterOptions,
): Figure {
  const digits = namesOfClasses(points);
  requirePoints("reportLatentScatter", points, digits.length);
  const { x, y, label } = byClass(points);
  const channel = (field: string, name: string, values: readonly number[]) => {
    const domain = paddedRange(values);
    return number(field, {
      title: null,
      name,
      scale: { domain, nice: false, zero: false },
      axis: { values: reportTicks(domain), labelOverlap: false },
    });
  };
  return figureOf(description, {
    width: size,
    height: size,
    ...dots(
      inlineData({ x, y, digit: label.map((each) => digits[each]!) }),
      {
        x: channel("x", "first code", x),
        y: channel("y", "second code", y),
        color: colour("digit", {
          name: "digit",
          names: digits,
          colours: classColours(digits.length, reportDigitColours),
          legend: { ...insideLegend(legend, textScale), ...classLegend(digits.length) },
        }),
      },
      { size: 3.2 * (size / 380), opacity: 1, aria: false },
    ),
  });
}

/** How the corrected scatter plot is drawn. */
export interface LatentScatterOptions {
  readonly description: string;
  readonly titles?: readonly [x: string, y: string];
  /** Pixels of the longer side. */
  readonly size?: number;
  /** A square frame also where the codes fill an oblong one, so that panels are of one size. */
  readonly square?: boolean;
  /** By how much the legend's dots are larger, for a large figure: see {@link compose}. */
  readonly textScale?: number;
}

/**
 * Figure 3, corrected: a unit is as long upwards as sideways, axis titles, a palette of even contrast, digits drawn evenly
 * over each other, and the circle of one standard deviation of the prior.
 */
export function latentScatter(
  points: LabelledCodes,
  { description, titles = ["z1", "z2"], size = 380, square = false, textScale = 1 }: LatentScatterOptions,
): Figure {
  const digits = namesOfClasses(points);
  requirePoints("latentScatter", points, digits.length);
  const { x, y, label } = interleaved(points);
  // the prior's circle belongs to the picture, also where a model has shrunk an axis to nothing
  const frame = equalScales(paddedRange([-1, 1, ...x]), paddedRange([-1, 1, ...y]), size, square);
  const channel = (field: "x" | "y", title: string) =>
    number(field, {
      title,
      scale: { domain: [...frame[field]], nice: false, zero: false },
      axis: { tickMinStep: 1 },
    });
  const place = { x: channel("x", titles[0]), y: channel("y", titles[1]) };
  const dotsOfLegend = { symbolSize: 60 * textScale ** 2, symbolOpacity: 1 };
  const legend = { title: classNoun(digits), ...dotsOfLegend, ...classLegend(digits.length) };
  const colours = classColours(digits.length, digitColours);
  const color = colour("digit", { name: "digit", names: digits, colours, legend });
  return figureOf(description, {
    width: frame.width,
    height: frame.height,
    layer: [
      dots(
        inlineData({ x, y, digit: label.map((each) => digits[each]!) }),
        { ...place, color },
        { size: 4 * (size / 380), opacity: 1, aria: false },
      ),
      // on a white one, so that it is seen also on the points
      priorCircle(place, { color: "white", strokeWidth: 3 }),
      priorCircle(place, { color: "black", strokeWidth: 1.5, strokeDash: [5, 3] }),
    ],
  });
}

function priorCircle(place: Readonly<Record<"x" | "y", Channel>>, look: object) {
  const angles = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);
  const data = inlineData({ x: angles.map(Math.cos), y: angles.map(Math.sin), order: angles });
  return outline(data, { ...place, order: inOrder("order") }, { clip: true, ...look });
}
