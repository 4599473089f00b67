import { hdi } from "../../inference/index.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
import { densityCurves } from "./density-curves.js";
import {
  axisScale,
  chainColours,
  chainNames,
  frameOf,
  type NamedQuantity,
  quantityAxis,
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
  return {
    ...heading(description),
    ...(title === undefined ? {} : { title }),
    hconcat: panels.map((panel) => densityPanel(panel, probability)),
    resolve: { scale: { color: "shared" } },
  } as unknown as Figure;
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

function densityPanel(panel: DensityPanel, probability: number): object {
  const { name, draws, scale = "linear" } = panel;
  const isLog = scale === "log";
  const { chains, others, frame, within, note } = curvesOf(panel);
  const round = roundingOf(panel);
  const peak = Math.max(...[...chains, ...others].flatMap(({ density }) => density));
  const chainDomain = chainNames(draws.length);
  const color = {
    field: "name",
    type: "nominal",
    sort: null,
    scale: {
      domain: [...chainDomain, "prior", "exact"],
      range: [...chainColours.slice(0, draws.length), "#888888", "#000000"],
    },
    legend: { title: null, symbolType: "stroke", symbolStrokeWidth: 2 },
  };
  const x = {
    type: "quantitative",
    scale: note === "" ? axisScale(scale) : { ...axisScale(scale), domain: frame },
    axis: quantityAxis(`${name}${note}`, scale, frame),
  };
  const y = {
    type: "quantitative",
    scale: { domain: [-0.06 * peak, 1.05 * peak], nice: false },
    axis: { title: isLog ? `density of ln ${name}` : "density", tickCount: 5 },
  };
  const line = (curves: readonly Curve[], mark: object) => ({
    data: curveData(curves, round, isLog),
    mark: { type: "line", clip: true, ...mark },
    encoding: { x: { field: "x", ...x }, y: { field: "density", ...y }, color },
  });
  return {
    width: 330,
    height: 240,
    layer: [
      line(chains, { strokeWidth: 1.2 }),
      ...others.map((curve) =>
        line([curve], curve.name === "exact" ? { strokeWidth: 2, strokeDash: [5, 3] } : { strokeWidth: 2 }),
      ),
      ...intervalLayers(hdi(draws, probability), { round: roundingOf(panel, 3), within, peak, isLog, x, y }),
    ],
  };
}

const curveData = (curves: readonly Curve[], round: (value: number) => number, isLog: boolean) =>
  inlineData(
    {
      name: curves.flatMap((curve) => curve.x.map(() => curve.name)),
      x: curves.flatMap((curve) => curve.x.map(round)),
      density: curves.flatMap((curve) => curve.density.map((value) => rounded(value))),
    },
    9,
    isLog ? ["x"] : [],
  );

interface IntervalLook {
  readonly round: (value: number) => number;
  /** The nearest place in the window. */
  readonly within: (value: number) => number;
  readonly peak: number;
  readonly isLog: boolean;
  readonly x: object;
  readonly y: object;
}

/** A bar on the base line, its ends in numbers above. */
function intervalLayers(
  interval: readonly [number, number],
  { round, within, peak, isLog, x, y }: IntervalLook,
) {
  const ends = interval.map((end) => round(within(end)));
  const data = (columns: Parameters<typeof inlineData>[0]) =>
    inlineData(columns, 9, isLog ? ["x", "low", "high"] : []);
  const label = (look: object) => ({
    data: data({ x: ends, y: ends.map(() => 0.035 * peak), text: interval.map((end) => String(round(end))) }),
    mark: { type: "text", fontSize: 11, ...look },
    encoding: { x: { field: "x", ...x }, y: { field: "y", ...y }, text: { field: "text" } },
  });
  return [
    {
      data: data({ low: [ends[0]!], high: [ends[1]!], y: [-0.03 * peak] }),
      mark: { type: "rule", strokeWidth: 4 },
      encoding: { x: { field: "low", ...x }, x2: { field: "high" }, y: { field: "y", ...y } },
    },
    label({ stroke: "white", strokeWidth: 3, strokeOpacity: 0.8 }),
    label({}),
  ];
}
