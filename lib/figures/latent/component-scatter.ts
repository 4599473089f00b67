import { requireInput, requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { digitColours, heading, labelLimit } from "../marks/theme.js";
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
}

/**
 * A mixture in a flat view: points coloured by their most probable component, on equal scales, with each component's number
 * (from 1 on) at its mean and its ellipse of two standard deviations.
 */
export function componentScatter(mixture: ComponentScatter, options: ComponentScatterOptions): Figure {
  requireMixture(mixture);
  const { gaussians, names } = mixture;
  const { description, titles, size = 380, square = false } = options;
  const { x, y, label } = interleaved({ codes: mixture.codes, labels: mixture.components });
  const outlines = gaussians.map((gaussian) => ellipse(gaussian, 2));
  const [outlineX, outlineY] = [0, 1].map((axis) => outlines.flat().map((point) => point[axis]!));
  const frame = equalScales(
    paddedRange([...x, ...outlineX!]),
    paddedRange([...y, ...outlineY!]),
    size,
    square,
  );
  const channel = (field: "x" | "y", title: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [...frame[field]], nice: false, zero: false },
    axis: { title },
  });
  const place = { x: channel("x", titles[0]), y: channel("y", titles[1]) };
  const color = componentColour(names);
  return {
    ...heading(description),
    width: frame.width,
    height: frame.height,
    layer: [
      {
        data: inlineData({ x, y, component: label.map((k) => String(k + 1)) }),
        mark: { type: "circle", size: 4 * (size / 380), opacity: 1, aria: false },
        encoding: { ...place, color },
      },
      ...ellipseLayers(outlines, place, color),
      ...meanLayers(gaussians, place),
    ],
  } as Figure;
}

function requireMixture({ codes, components, gaussians, names }: ComponentScatter): void {
  const caller = "componentScatter";
  requireInput(
    gaussians.length > 0 && gaussians.length <= digitColours.length,
    caller,
    `can tell 1 to ${digitColours.length} components apart, got ${gaussians.length}`,
  );
  requireLength(caller, "names", names.length, gaussians.length);
  requirePoints(caller, { codes, labels: components }, gaussians.length);
  gaussians.forEach(({ mean, covariance }, k) => {
    requireLength(caller, `mean of component ${k + 1}`, mean.length, 2);
    requireLength(caller, `covariance of component ${k + 1}`, covariance.length, 4);
  });
}

/** Numbers in the data, names in the legend: a fraction of the bytes. */
function componentColour(names: readonly string[]) {
  return {
    field: "component",
    type: "nominal",
    sort: null,
    scale: { domain: names.map((_, k) => String(k + 1)), range: digitColours.slice(0, names.length) },
    legend: {
      title: "component",
      symbolType: "circle",
      symbolSize: 60,
      symbolOpacity: 1,
      labelExpr: `${JSON.stringify(names)}[datum.value - 1]`,
      labelLimit: labelLimit(names, 200),
    },
  };
}

/** Each ellipse on a wider white one, so that it is seen also on its own points. */
function ellipseLayers(outlines: readonly [x: number, y: number][][], place: object, color: object) {
  const points = outlines.flatMap((outline, k) =>
    outline.map(([x, y], order) => ({ x, y, order, component: String(k + 1) })),
  );
  const data = inlineData({
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    order: points.map(({ order }) => order),
    component: points.map(({ component }) => component),
  });
  const order = { field: "order", type: "quantitative" };
  const detail = { field: "component", type: "nominal" };
  return [
    {
      data,
      mark: { type: "line", strokeWidth: 3.5, color: "white" },
      encoding: { ...place, detail, order },
    },
    { data, mark: { type: "line", strokeWidth: 1.8 }, encoding: { ...place, color, order } },
  ];
}

/** The number of each component at its mean, readable on every colour. */
function meanLayers(gaussians: readonly PlaneGaussian[], place: object) {
  const data = inlineData({
    x: gaussians.map(({ mean }) => mean[0]!),
    y: gaussians.map(({ mean }) => mean[1]!),
    number: gaussians.map((_, k) => String(k + 1)),
  });
  const text = (mark: object) => ({
    data,
    mark: { type: "text", fontSize: 13, fontWeight: "bold", ...mark },
    encoding: { ...place, text: { field: "number", type: "nominal" } },
  });
  return [text({ color: "white", stroke: "white", strokeWidth: 4 }), text({ color: "black" })];
}
