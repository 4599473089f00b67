import type { Quantity } from "../../inference/index.js";
import { requireInput } from "../../support/index.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
import { contourSegments, massLevels, type PlaneGrid } from "./contour-segments.js";
import {
  chainColour,
  chainNames,
  frameOf,
  quantityAxis,
  rangeOf,
  requireQuantities,
} from "./named-quantity.js";

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

/** The draws' range with 5 % of its logarithm on either side, so that no point is cut at the frame. */
function withMargin(draws: Quantity): readonly [number, number] {
  const [low, high] = rangeOf(draws);
  if (low === high) return frameOf(draws, "log");
  const margin = (high / low) ** 0.05;
  return [low / margin, high * margin];
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
    layer: [cloud, ...contours(exact, masses, cloud.encoding)],
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
  const axis = (field: string, title: string, domain: readonly [number, number]) => ({
    field,
    type: "quantitative",
    scale: { type: "log", nice: false, domain: [...domain] },
    axis: quantityAxis(title, "log", domain),
  });
  return {
    data: inlineData(
      {
        chain: lengthscale.flatMap((chain, c) => Array.from(chain, () => names[c]!)),
        l: lengthscale.flatMap((chain) => Array.from(chain, (value) => rounded(value))),
        v: variance.flatMap((chain) => Array.from(chain, (value) => rounded(value))),
      },
      9,
      ["l", "v"],
    ),
    mark: { type: "circle", size, opacity, clip: true, aria: false },
    encoding: {
      x: axis("l", titles[0], domains?.lengthscale ?? withMargin(lengthscale)),
      y: axis("v", titles[1], domains?.variance ?? withMargin(variance)),
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

/** The bound of each region, the inner ones stronger, with its mass below its lowest point. */
function contours(exact: PlaneGrid, masses: readonly number[], place: { x: object; y: object }): object[] {
  const bounds = massLevels(exact, masses).map((level) => contourSegments(exact, level));
  bounds.forEach((segments, k) => {
    requireInput(
      segments.length > 0,
      "hyperScatter",
      () => `the grid does not hold ${masses[k]} of the mass`,
    );
  });
  const encoding = { x: place.x, y: place.y };
  const lines = bounds.map((segments, k) => ({
    data: inlineData(
      {
        l: segments.map(({ from }) => rounded(from[0])),
        v: segments.map(({ from }) => rounded(from[1])),
        l2: segments.map(({ to }) => rounded(to[0])),
        v2: segments.map(({ to }) => rounded(to[1])),
      },
      9,
      ["l", "v", "l2", "v2"],
    ),
    mark: {
      type: "rule",
      strokeWidth: Math.max(0.8, 2.4 - 0.7 * k),
      strokeCap: "round",
      clip: true,
      tooltip: null,
    },
    encoding: { ...encoding, x2: { field: "l2" }, y2: { field: "v2" } },
  }));
  const lowest = bounds.map((segments) => segments.reduce((a, b) => (b.from[1] < a.from[1] ? b : a)).from);
  const label = (look: object) => ({
    data: inlineData(
      {
        l: lowest.map(([l]) => rounded(l)),
        v: lowest.map(([, v]) => rounded(v)),
        text: masses.map((mass) => `${Number((100 * mass).toPrecision(4))} %`),
      },
      9,
      ["l", "v"],
    ),
    mark: { type: "text", fontSize: 11, baseline: "top", dy: 3, ...look },
    encoding: { ...encoding, text: { field: "text" } },
  });
  return [...lines, label({ stroke: "white", strokeWidth: 3 }), label({})];
}
