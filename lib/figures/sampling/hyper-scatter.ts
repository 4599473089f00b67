import type { Quantity } from "../../inference/index.js";
import { requireInput } from "../../support/index.js";
import { end, number, words } from "../marks/channel.js";
import { type Channels, dots, edgedTexts, edges } from "../marks/draw.js";
import { logAxis } from "../marks/log-axis.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf, type Layer, titled } from "../marks/view.js";
import { contourSegments, massLevels, type PlaneGrid } from "./contour-segments.js";
import { chainColour, chainNames, drawnRange, frameOf, requireQuantities } from "./named-quantity.js";

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
  const [low, high] = drawnRange(draws);
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
  const titles = ["σₗ²", "σᵥ"] as const;
  const place = placeOf(draws, options, { titles, powers: true });
  return figureOf(options.description, {
    width: 480,
    height: 350,
    ...cloud(draws, place, { size: 38, opacity: 1 }),
  });
}

/** Transparent points and, over them, the bounds of highest density regions of the exact posterior of the logarithms. */
export function hyperScatter(draws: HyperDrawsInPlane, options: CorrectedHyperScatterOptions): Figure {
  requireDraws("hyperScatter", draws);
  const { description, title, exact, masses = [0.5, 0.8, 0.95] } = options;
  const place = placeOf(draws, options, { titles: ["lengthscale l", "variance v"] });
  return figureOf(description, {
    ...titled(title),
    width: 480,
    height: 350,
    layer: [cloud(draws, place, { size: 14, opacity: 0.45 }), ...contours(exact, masses, place)],
  });
}

interface PlaceStyle {
  readonly titles: readonly [string, string];
  /** Label the powers of ten alone, as the report does. */
  readonly powers?: boolean;
}

function placeOf(
  { lengthscale, variance }: HyperDrawsInPlane,
  { domains }: HyperScatterOptions,
  { titles, powers = false }: PlaceStyle,
) {
  const along = (field: string, name: string, title: string, domain: readonly [number, number]) =>
    number(field, {
      title,
      name,
      scale: { type: "log", nice: false, domain: [...domain] },
      axis: logAxis(domain, { powers }),
    });
  return {
    x: along("l", "lengthscale", titles[0], domains?.lengthscale ?? withMargin(lengthscale)),
    y: along("v", "variance", titles[1], domains?.variance ?? withMargin(variance)),
  };
}

/** Columns on logarithmic axes. */
const positive = ["l", "v", "l2", "v2"];

function cloud({ lengthscale, variance }: HyperDrawsInPlane, place: Channels, look: object): Layer {
  const names = chainNames(lengthscale.length);
  const rows = lengthscale.flatMap((chain, c) =>
    Array.from(chain, (value, t) => ({ chain: names[c]!, l: rounded(value), v: rounded(variance[c]![t]!) })),
  );
  const color = chainColour(lengthscale.length, {
    orient: "top-left",
    fillColor: "white",
    strokeColor: "#cccccc",
    padding: 5,
    symbolOpacity: 1,
    symbolSize: 50,
  });
  return dots(inlineRows(rows, 9, positive), { ...place, color }, { ...look, clip: true, aria: false });
}

/** The bound of each region, the inner ones stronger, with its mass below its lowest point. */
function contours(exact: PlaneGrid, masses: readonly number[], place: Channels): Layer[] {
  const bounds = massLevels(exact, masses).map((level) => contourSegments(exact, level));
  bounds.forEach((segments, k) => {
    requireInput(
      segments.length > 0,
      "hyperScatter",
      () => `the grid does not hold ${masses[k]} of the mass`,
    );
  });
  const pieces = { ...place, x2: end("l2"), y2: end("v2") };
  const lines = bounds.map((segments, k) => {
    const rows = segments.map(({ from, to }) => ({
      l: rounded(from[0]),
      v: rounded(from[1]),
      l2: rounded(to[0]),
      v2: rounded(to[1]),
    }));
    const strokeWidth = Math.max(0.8, 2.4 - 0.7 * k);
    return edges(inlineRows(rows, 9, positive), pieces, { strokeWidth, strokeCap: "round", clip: true });
  });
  const lowest = bounds.map((segments, k) => {
    const { from } = segments.reduce((a, b) => (b.from[1] < a.from[1] ? b : a));
    return {
      l: rounded(from[0]),
      v: rounded(from[1]),
      text: `${Number((100 * masses[k]!).toPrecision(4))} %`,
    };
  });
  const written = { ...place, text: words("text") };
  const look = { fontSize: 11, baseline: "top", dy: 3 };
  return [...lines, ...edgedTexts(inlineRows(lowest, 9, positive), written, look)];
}
