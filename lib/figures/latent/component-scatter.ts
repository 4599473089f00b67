import { requireInput, requireLength } from "../../support/index.js";
import { colour, inOrder, number, words } from "../marks/channel.js";
import { type Channels, dots, edgedTexts, outline } from "../marks/draw.js";
import { labelsApart, type Place } from "../marks/labels-apart.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { labelLimit, seriesColours } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";
import { equalScales, interleaved, paddedRange, requirePoints } from "./labelled-points.js";

/** A Gaussian in the plane. */
export interface PlaneGaussian {
  readonly mean: ArrayLike<number>;
  /** 2 x 2 by rows. */
  readonly covariance: ArrayLike<number>;
}

/** The ellipse of `deviations` standard deviations of a Gaussian in the plane, as a closed line of points. */
export function ellipse(
  { mean, covariance }: PlaneGaussian,
  deviations: number,
  steps = 60,
): [x: number, y: number][] {
  const [a, b, , d] = Array.from(covariance) as [number, number, number, number];
  const l11 = Math.sqrt(a);
  const l21 = l11 > 0 ? b / l11 : 0;
  const l22 = Math.sqrt(Math.max(0, d - l21 * l21));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const [u, v] = [Math.cos((2 * Math.PI * i) / steps), Math.sin((2 * Math.PI * i) / steps)];
    return [mean[0]! + deviations * l11 * u, mean[1]! + deviations * (l21 * u + l22 * v)];
  });
}

/** What is drawn: points with the component each belongs to, and the components in the same plane. */
export interface ComponentScatter {
  /** (x, y) pairs. */
  readonly codes: ArrayLike<number>;
  /** Component of each point, 0 .. K - 1. */
  readonly components: ArrayLike<number>;
  readonly gaussians: readonly PlaneGaussian[];
  /** Names of the components in the legend. */
  readonly names: readonly string[];
}

/** How it is drawn. */
export interface ComponentScatterOptions {
  readonly description: string;
  readonly titles: readonly [x: string, y: string];
  /** Pixels of the longer side. */
  readonly size?: number;
  /** A square frame also where the points fill an oblong one, so that panels are of one size. */
  readonly square?: boolean;
  /** By how much numbers and legend dots are larger, for a large figure: see {@link compose}. */
  readonly textScale?: number;
}

/**
 * A mixture in a flat view: points coloured by their most probable component, on equal scales, with each component's number
 * (from 1 on) at its mean and its ellipse of two standard deviations.
 */
export function componentScatter(mixture: ComponentScatter, options: ComponentScatterOptions): Figure {
  requireMixture(mixture);
  const { gaussians, names } = mixture;
  const { description, titles, size = 380, square = false, textScale = 1 } = options;
  const { x, y, label } = interleaved({ codes: mixture.codes, labels: mixture.components });
  const outlines = gaussians.map((gaussian) => ellipse(gaussian, 2));
  const [outlineX, outlineY] = [0, 1].map((axis) => outlines.flat().map((point) => point[axis]!));
  const frame = equalScales(
    paddedRange([...x, ...outlineX!]),
    paddedRange([...y, ...outlineY!]),
    size,
    square,
  );
  const channel = (field: "x" | "y", title: string) =>
    number(field, { title, scale: { domain: [...frame[field]], nice: false, zero: false } });
  const place = { x: channel("x", titles[0]), y: channel("y", titles[1]) };
  const color = componentColour(names, textScale);
  const unit = (frame.x[1] - frame.x[0]) / frame.width;
  // the letters of a number, and a little more
  const room = { x: 20 * unit * textScale, y: 15 * unit * textScale };
  return figureOf(description, {
    width: frame.width,
    height: frame.height,
    layer: [
      dots(
        inlineData({ x, y, component: label.map((k) => String(k + 1)) }),
        { ...place, color },
        { size: 4 * (size / 380), opacity: 1, aria: false },
      ),
      ...ellipseLayers(outlines, place, { color }),
      ...meanLayers(gaussians, place, room, textScale),
    ],
  });
}

/** Components that can be told apart. */
const most = 10;

function requireMixture({ codes, components, gaussians, names }: ComponentScatter): void {
  const caller = "componentScatter";
  requireInput(
    gaussians.length > 0 && gaussians.length <= most,
    caller,
    `can tell 1 to ${most} components apart, got ${gaussians.length}`,
  );
  requireLength(caller, "names", names.length, gaussians.length);
  requirePoints(caller, { codes, labels: components }, gaussians.length);
  gaussians.forEach(({ mean, covariance }, k) => {
    requireLength(caller, `mean of component ${k + 1}`, mean.length, 2);
    requireLength(caller, `covariance of component ${k + 1}`, covariance.length, 4);
  });
}

/**
 * Numbers in the data, names in the legend: a fraction of the bytes. The colours are not those of the digits, which components are
 * not.
 */
function componentColour(names: readonly string[], textScale: number) {
  const numbers = names.map((_, k) => String(k + 1));
  return colour("component", {
    name: "component",
    names: numbers,
    colours: seriesColours("componentScatter", numbers),
    legend: {
      title: "component",
      symbolType: "circle",
      symbolSize: 60 * textScale ** 2,
      symbolOpacity: 1,
      labelExpr: `${JSON.stringify(names)}[datum.value - 1]`,
      labelLimit: labelLimit(names, 200) * textScale,
    },
  });
}

/** Each ellipse on a wider white one, so that it is seen also on its own points. */
function ellipseLayers(outlines: readonly [x: number, y: number][][], place: Channels, color: Channels) {
  const data = inlineRows(
    outlines.flatMap((points, k) =>
      points.map(([x, y], order) => ({ x, y, order, component: String(k + 1) })),
    ),
  );
  const way = { ...place, order: inOrder("order") };
  return [
    outline(data, { ...way, detail: words("component") }, { strokeWidth: 3.5, color: "white" }),
    outline(data, { ...way, ...color }, { strokeWidth: 1.8 }),
  ];
}

/** The number of each component at its mean, or beside it where means are near each other; readable on every colour. */
function meanLayers(gaussians: readonly PlaneGaussian[], place: Channels, room: Place, textScale: number) {
  const means = gaussians.map(({ mean }) => ({ x: mean[0]!, y: mean[1]! }));
  const data = inlineRows(labelsApart(means, room).map((at, k) => ({ ...at, number: String(k + 1) })));
  const look = { fontSize: 13 * textScale, fontWeight: "bold", color: "black" };
  return edgedTexts(data, { ...place, text: words("number") }, look, 4 * textScale);
}
