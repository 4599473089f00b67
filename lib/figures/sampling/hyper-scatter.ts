import type { Quantity } from "../../inference/index.js";
import { type Figure, inlineData } from "../spec.js";
import { heading } from "../theme.js";
import { contourSegments, massLevels, type PlaneGrid } from "./contour-segments.js";
import { chainColour, chainNames, requireQuantities, rounded } from "./named-quantity.js";

/** Draws of two positive parameters. */
export interface HyperDrawsInPlane {
  readonly lengthscale: Quantity;
  readonly variance: Quantity;
}

/** Frame of both scatter plots. */
export interface HyperScatterOptions {
  readonly description: string;
  /** Ranges of the axes; those of the draws if left out. */
  readonly domains?: {
    readonly lengthscale: readonly [number, number];
    readonly variance: readonly [number, number];
  };
}

/** What the corrected scatter plot shows besides. */
export interface CorrectedHyperScatterOptions extends HyperScatterOptions {
  readonly title?: string;
  /** The exact density **of the logarithms** on a grid that is regular in them; `x` are lengthscales, `y` variances. */
  readonly exact: PlaneGrid;
  /** Masses of the highest density regions whose bounds are drawn, default 0.5, 0.8, 0.95. */
  readonly masses?: readonly number[];
}

const requireDraws = (caller: string, { lengthscale, variance }: HyperDrawsInPlane) =>
  requireQuantities(caller, [
    { name: "lengthscale", draws: lengthscale, scale: "log" },
    { name: "variance", draws: variance, scale: "log" },
  ]);

/** The report's log-log scatter plot of the draws, its colours, its labels and its opaque points. */
export function reportHyperScatter(draws: HyperDrawsInPlane, options: HyperScatterOptions): Figure {
  requireDraws("reportHyperScatter", draws);
  return {
    ...heading(options.description),
    width: 480,
    height: 350,
    ...points(draws, options, { titles: ["σₗ²", "σᵥ"], size: 38, opacity: 1 }),
  } as unknown as Figure;
}

/** Transparent points and, over them, the bounds of highest density regions of the exact posterior of the logarithms. */
export function hyperScatter(draws: HyperDrawsInPlane, options: CorrectedHyperScatterOptions): Figure {
  requireDraws("hyperScatter", draws);
  const { description, title, exact, masses = [0.5, 0.8, 0.95] } = options;
  const titles = ["lengthscale l", "variance v"] as const;
  const cloud = points(draws, options, { titles, size: 14, opacity: 0.45 });
  return {
    ...heading(description),
    ...(title === undefined ? {} : { title }),
    width: 480,
    height: 350,
    layer: [cloud, contours(exact, masses, cloud.encoding)],
    resolve: { legend: { color: "independent", strokeWidth: "independent" } },
  } as unknown as Figure;
}

interface PointLook {
  readonly titles: readonly [string, string];
  readonly size: number;
  readonly opacity: number;
}

function points(
  { lengthscale, variance }: HyperDrawsInPlane,
  { domains }: HyperScatterOptions,
  { titles, size, opacity }: PointLook,
) {
  const names = chainNames(lengthscale.length);
  const axis = (field: string, title: string, domain: readonly [number, number] | undefined) => ({
    field,
    type: "quantitative",
    scale: { type: "log", nice: false, ...(domain === undefined ? {} : { domain: [...domain] }) },
    axis: { title, tickCount: 5 },
  });
  return {
    data: inlineData(
      {
        chain: lengthscale.flatMap((chain, c) => Array.from(chain, () => names[c]!)),
        l: lengthscale.flatMap((chain) => Array.from(chain, (value) => rounded(value))),
        v: variance.flatMap((chain) => Array.from(chain, (value) => rounded(value))),
      },
      9,
    ),
    mark: { type: "circle", size, opacity, clip: true, aria: false },
    encoding: {
      x: axis("l", titles[0], domains?.lengthscale),
      y: axis("v", titles[1], domains?.variance),
      color: chainColour(lengthscale.length, {
        title: null,
        orient: "top-left",
        fillColor: "white",
        strokeColor: "#cccccc",
        padding: 5,
        symbolOpacity: 1,
        symbolSize: 50,
      }),
    },
  };
}

function contours(exact: PlaneGrid, masses: readonly number[], place: { x: object; y: object }): object {
  const levels = massLevels(exact, masses);
  const every = levels.flatMap((level, k) =>
    contourSegments(exact, level).map((segment) => ({
      ...segment,
      mass: `${Math.round(100 * masses[k]!)} %`,
    })),
  );
  return {
    data: inlineData(
      {
        l: every.map(({ from }) => rounded(from[0])),
        v: every.map(({ from }) => rounded(from[1])),
        l2: every.map(({ to }) => rounded(to[0])),
        v2: every.map(({ to }) => rounded(to[1])),
        mass: every.map(({ mass }) => mass),
      },
      9,
    ),
    mark: { type: "rule", color: "black", strokeCap: "round", clip: true, tooltip: null },
    encoding: {
      ...place,
      color: undefined,
      x2: { field: "l2" },
      y2: { field: "v2" },
      strokeWidth: {
        field: "mass",
        type: "nominal",
        sort: null,
        scale: {
          domain: masses.map((mass) => `${Math.round(100 * mass)} %`),
          range: masses.map((_, k) => 2.6 - (1.8 * k) / Math.max(1, masses.length - 1)),
        },
        legend: { title: "exact, holds", orient: "right", symbolType: "stroke", symbolStrokeColor: "black" },
      },
    },
  };
}
