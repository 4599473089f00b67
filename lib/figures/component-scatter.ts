import { requireFinite, requireLength } from "../support/errors.js";
import { paddedRange } from "./latent-scatter.js";
import { type Figure, inlineData } from "./spec.js";
import { digitColours, heading } from "./theme.js";

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
  const l21 = b / l11;
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

/** A mixture in a flat view: points coloured by their most probable component, with its ellipse of two standard deviations. */
export function componentScatter(
  { codes, components, gaussians, names }: ComponentScatter,
  {
    description,
    titles,
    size = 380,
  }: { description: string; titles: readonly [string, string]; size?: number },
): Figure {
  requireLength("componentScatter", "codes", codes.length, 2 * components.length);
  requireLength("componentScatter", "names", names.length, gaussians.length);
  requireFinite("componentScatter", "codes", codes);
  const all = Array.from(codes);
  const [xs, ys] = [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)];
  const [x, y] = [paddedRange(xs), paddedRange(ys)];
  const perUnit = size / Math.max(x[1] - x[0], y[1] - y[0]);
  const outlines = gaussians.flatMap((gaussian, k) =>
    ellipse(gaussian, 2).map(([px, py], order) => ({ px, py, order, name: names[k]! })),
  );
  const channel = (field: string, title: string, domain: [number, number]) => ({
    field,
    type: "quantitative",
    scale: { domain, nice: false, zero: false },
    axis: { title },
  });
  const place = { x: channel("x", titles[0], x), y: channel("y", titles[1], y) };
  const colour = {
    field: "component",
    type: "nominal",
    sort: null,
    scale: { domain: [...names], range: names.map((_, k) => digitColours[k % digitColours.length]!) },
    legend: { title: "component", symbolSize: 60, symbolOpacity: 1 },
  };
  return {
    ...heading(description),
    width: Math.round((x[1] - x[0]) * perUnit),
    height: Math.round((y[1] - y[0]) * perUnit),
    layer: [
      {
        data: inlineData({ x: xs, y: ys, component: Array.from(components, (k) => names[k]!) }),
        mark: { type: "circle", size: 5, opacity: 0.6 },
        encoding: { ...place, color: colour },
      },
      {
        data: inlineData({
          x: outlines.map(({ px }) => px),
          y: outlines.map(({ py }) => py),
          order: outlines.map(({ order }) => order),
          component: outlines.map(({ name }) => name),
        }),
        mark: { type: "line", strokeWidth: 2, clip: true },
        encoding: { ...place, color: colour, order: { field: "order", type: "quantitative" } },
      },
    ],
  } as Figure;
}
