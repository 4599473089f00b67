import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
import { densityCurves } from "./density-curves.js";
import {
  axisScale,
  chainColour,
  chainNames,
  type NamedQuantity,
  quantityAxis,
  rangeOf,
  requireQuantities,
  roundingOf,
} from "./named-quantity.js";

/** How traces are drawn. */
export interface TracePlotOptions {
  readonly description: string;
  readonly title?: string;
  /** At most this many draws of a chain are drawn, evenly spaced. Default 500. */
  readonly pointsPerChain?: number;
}

/**
 * Chains apart, one row a quantity: at the left the density estimate of each chain, at the right its draws in order. Good
 * chains lie on each other and show no trend.
 */
export function tracePlot(quantities: readonly NamedQuantity[], options: TracePlotOptions): Figure {
  requireQuantities("tracePlot", quantities);
  const { description, title, pointsPerChain = 500 } = options;
  return {
    ...heading(description),
    ...(title === undefined ? {} : { title }),
    concat: quantities.flatMap((quantity) => [densities(quantity), trace(quantity, pointsPerChain)]),
    columns: 2,
    resolve: { scale: { color: "shared" } },
  } as unknown as Figure;
}

/** Density estimates, on a logarithmic axis those of the logarithm. */
function densities({ name, draws, scale = "linear" }: NamedQuantity): object {
  const isLog = scale === "log";
  const names = chainNames(draws.length);
  const { curves, window, note } = densityCurves(draws, { isLog, names });
  const round = roundingOf({ name, draws, scale });
  const every = curves.flatMap(({ x, density }, c) =>
    x.map((u, i) => ({ chain: names[c]!, x: u, density: density[i]! })),
  );
  return {
    width: 190,
    height: 130,
    data: inlineData(
      {
        chain: every.map(({ chain }) => chain),
        x: every.map(({ x }) => round(x)),
        density: every.map(({ density }) => rounded(density)),
      },
      9,
      isLog ? ["x"] : [],
    ),
    mark: { type: "line", strokeWidth: 1.2 },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: axisScale(scale, draws),
        axis: quantityAxis(`${name}${note}`, scale, window),
      },
      y: {
        field: "density",
        type: "quantitative",
        axis: { title: isLog ? `density of ln ${name}` : "density", tickCount: 4 },
      },
      color: chainColour(draws.length, { title: null }),
    },
  };
}

function trace({ name, draws, scale = "linear" }: NamedQuantity, most: number): object {
  const names = chainNames(draws.length);
  const stride = Math.ceil(draws[0]!.length / most);
  const round = roundingOf({ name, draws, scale }, 3);
  const every = draws.flatMap((chain, c) =>
    Array.from({ length: Math.ceil(chain.length / stride) }, (_, k) => ({
      chain: names[c]!,
      draw: k * stride + 1,
      value: chain[k * stride]!,
    })),
  );
  return {
    width: 380,
    height: 130,
    data: inlineData(
      {
        chain: every.map(({ chain }) => chain),
        draw: every.map(({ draw }) => draw),
        value: every.map(({ value }) => round(value)),
      },
      9,
      scale === "log" ? ["value"] : [],
    ),
    mark: { type: "line", strokeWidth: 0.6, opacity: 0.75, tooltip: null },
    encoding: {
      x: {
        field: "draw",
        type: "quantitative",
        scale: { domain: [1, draws[0]!.length], nice: false },
        axis: { title: stride > 1 ? `draw (1 of ${stride} shown)` : "draw" },
      },
      y: {
        field: "value",
        type: "quantitative",
        scale: axisScale(scale, draws),
        axis: quantityAxis(name, scale, rangeOf(draws)),
      },
      color: chainColour(draws.length, { title: null }),
    },
  };
}
