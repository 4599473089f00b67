import { number, ranging, rising } from "../marks/channel.js";
import { line } from "../marks/draw.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf, titled, type View } from "../marks/view.js";
import { densityCurves } from "./density-curves.js";
import {
  chainColour,
  chainNames,
  type NamedQuantity,
  quantityOn,
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
  return figureOf(description, {
    ...titled(title),
    concat: quantities.flatMap((quantity) => [densities(quantity), trace(quantity, pointsPerChain)]),
    columns: 2,
    resolve: { scale: { color: "shared" } },
  });
}

/** Density estimates, on a logarithmic axis those of the logarithm. */
function densities(quantity: NamedQuantity): View {
  const { name, draws, scale = "linear" } = quantity;
  const isLog = scale === "log";
  const names = chainNames(draws.length);
  const { curves, window, note } = densityCurves(draws, { isLog, names });
  const round = roundingOf(quantity);
  const rows = curves.flatMap(({ x, density }, c) =>
    x.map((u, i) => ({ chain: names[c]!, x: round(u), density: rounded(density[i]!) })),
  );
  const channels = {
    x: quantityOn("x", quantity, { title: `${name}${note}`, range: window }),
    y: number("density", {
      title: isLog ? `density of ln ${name}` : "density",
      scale: rising,
      axis: { tickCount: 4 },
    }),
    color: chainColour(draws.length),
  };
  const data = inlineRows(rows, 9, isLog ? ["x"] : []);
  return { width: 190, height: 130, ...line(data, channels, { strokeWidth: 1.2 }) };
}

function trace(quantity: NamedQuantity, most: number): View {
  const { draws, scale = "linear" } = quantity;
  const names = chainNames(draws.length);
  const stride = Math.ceil(draws[0]!.length / most);
  const round = roundingOf(quantity, 3);
  const rows = draws.flatMap((chain, c) =>
    Array.from({ length: Math.ceil(chain.length / stride) }, (_, k) => ({
      chain: names[c]!,
      draw: k * stride + 1,
      value: round(chain[k * stride]!),
    })),
  );
  const channels = {
    x: number("draw", {
      title: stride > 1 ? `draw (1 of ${stride} shown)` : "draw",
      name: "draw",
      scale: ranging(1, draws[0]!.length),
      format: "d",
    }),
    y: quantityOn("value", quantity),
    color: chainColour(draws.length),
  };
  const data = inlineRows(rows, 9, scale === "log" ? ["value"] : []);
  return { width: 380, height: 130, ...line(data, channels, { strokeWidth: 0.6, opacity: 0.75 }) };
}
