import { hdi } from "../../inference/index.js";
import { type Channel, colour, end, number, words } from "../marks/channel.js";
import { edgedTexts, line, rules } from "../marks/draw.js";
import { rounded } from "../marks/rounding.js";
import { type Columns, type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { figureOf, type Layer, titled, type View } from "../marks/view.js";
import { densityCurves } from "./density-curves.js";
import {
  axisScale,
  chainColours,
  chainNames,
  frameOf,
  type NamedQuantity,
  quantityOn,
  requireQuantities,
  roundingOf,
} from "./named-quantity.js";

/** A quantity with what its draws are to be compared to. */
export interface DensityPanel extends NamedQuantity {
  /** The prior's density on the quantity's own scale. */
  readonly prior?: (value: number) => number;
  /** The exact posterior density on the quantity's own scale. */
  readonly exact?: (value: number) => number;
}

/** How posterior densities are drawn. */
export interface PosteriorDensityOptions {
  readonly description: string;
  readonly title?: string;
  /** Mass of the highest density interval of all draws, default 0.95. */
  readonly probability?: number;
}

/** Points of a curve. */
const curvePoints = 240;

/**
 * For each quantity the density estimate of every chain, the prior in grey, the exact density dashed, and the highest
 * density interval of all draws (on the quantity's own scale, as in the summary) as a bar. On a logarithmic axis the densities are those of the logarithm, so
 * that areas are probabilities.
 */
export function posteriorDensity(panels: readonly DensityPanel[], options: PosteriorDensityOptions): Figure {
  requireQuantities("posteriorDensity", panels);
  const { description, title, probability = 0.95 } = options;
  return figureOf(description, {
    ...titled(title),
    hconcat: panels.map((panel) => densityPanel(panel, probability)),
    resolve: { scale: { color: "shared" } },
  });
}

interface Curve {
  readonly name: string;
  readonly x: readonly number[];
  readonly density: readonly number[];
}

/** Curves of a panel on its axis: each chain, then prior and exact density where they are given. */
function curvesOf({ draws, scale, prior, exact }: DensityPanel) {
  const isLog = scale === "log";
  const names = chainNames(draws.length);
  const { curves, window, note } = densityCurves(draws, { isLog, names });
  const chains: Curve[] = curves.map((each, c) => ({ name: names[c]!, ...each }));
  const frame = frameOf([Float64Array.from(window)], scale);
  const [low, high] = frame;
  const grid = Array.from({ length: curvePoints }, (_, i) => {
    const t = i / (curvePoints - 1);
    return isLog ? low * (high / low) ** t : low + (high - low) * t;
  });
  const curve = (name: string, density: (value: number) => number): Curve => ({
    name,
    x: grid,
    density: grid.map((value) => density(value) * (isLog ? value : 1)),
  });
  // an interval may end beyond the window
  const within = (value: number) => Math.min(Math.max(value, window[0]), window[1]);
  return {
    chains,
    frame,
    within,
    note,
    others: [
      ...(prior === undefined ? [] : [curve("prior", prior)]),
      ...(exact === undefined ? [] : [curve("exact", exact)]),
    ],
  };
}

function densityPanel(panel: DensityPanel, probability: number): View {
  const { name, draws, scale = "linear" } = panel;
  const isLog = scale === "log";
  const { chains, others, frame, within, note } = curvesOf(panel);
  const round = roundingOf(panel);
  const peak = Math.max(...[...chains, ...others].flatMap(({ density }) => density));
  const color = colour("name", {
    name: "curve",
    names: [...chainNames(draws.length), "prior", "exact"],
    colours: [...chainColours.slice(0, draws.length), "#888888", "#000000"],
    legend: { symbolType: "stroke", symbolStrokeWidth: 2 },
  });
  const x = (field: string) =>
    quantityOn(field, panel, {
      title: `${name}${note}`,
      range: frame,
      scale: note === "" ? axisScale(scale) : { ...axisScale(scale), domain: frame },
    });
  const y = (field: string) =>
    number(field, {
      title: isLog ? `density of ln ${name}` : "density",
      scale: { domain: [-0.06 * peak, 1.05 * peak], nice: false },
      axis: { tickCount: 5 },
    });
  const curve = (curves: readonly Curve[], look: object) => {
    const rows = curves.flatMap((each) =>
      each.x.map((u, i) => ({ name: each.name, x: round(u), density: rounded(each.density[i]!) })),
    );
    const data = inlineRows(rows, 9, isLog ? ["x"] : []);
    return line(data, { x: x("x"), y: y("density"), color }, { clip: true, ...look });
  };
  return {
    width: 330,
    height: 240,
    layer: [
      curve(chains, { strokeWidth: 1.2 }),
      ...others.map((each) =>
        curve([each], each.name === "exact" ? { strokeWidth: 2, strokeDash: [5, 3] } : { strokeWidth: 2 }),
      ),
      ...intervalLayers(hdi(draws, probability), { round: roundingOf(panel, 3), within, peak, isLog, x, y }),
    ],
  };
}

interface IntervalLook {
  readonly round: (value: number) => number;
  /** The nearest place in the window. */
  readonly within: (value: number) => number;
  readonly peak: number;
  readonly isLog: boolean;
  readonly x: (field: string) => Channel;
  readonly y: (field: string) => Channel;
}

/** A bar on the base line, its ends in numbers above. */
function intervalLayers(
  interval: readonly [number, number],
  { round, within, peak, isLog, x, y }: IntervalLook,
): Layer[] {
  const ends = interval.map((each) => round(within(each)));
  const data = (columns: Columns) => inlineData(columns, 9, isLog ? ["x", "low", "high"] : []);
  const written = data({
    x: ends,
    y: ends.map(() => 0.035 * peak),
    text: interval.map((each) => String(round(each))),
  });
  const bar = data({ low: [ends[0]!], high: [ends[1]!], y: [-0.03 * peak] });
  const { json } = y("y");
  return [
    rules(bar, { x: x("low"), x2: end("high", "to"), y: { json } }, { strokeWidth: 4 }),
    ...edgedTexts(written, { x: x("x"), y: y("y"), text: words("text") }, { fontSize: 11 }),
  ];
}
