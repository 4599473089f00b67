import { kde } from "../inference/diagnostics/kde.js";
import {
  asDrawn,
  chainColour,
  chainName,
  fromDrawn,
  type NamedQuantity,
  quantityScale,
  requireQuantities,
} from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading } from "./theme.js";

/** Divergences as an array of 0 and 1 per chain, and the alternative text. */
export interface TracePlotOptions {
  readonly description: string;
  readonly divergent?: readonly ArrayLike<number>[];
}

/**
 * For every quantity a row: the density of each chain at the left, its draws in their order at the right. Chains that
 * have converged have one density, and traces without trend that cannot be told apart; divergences are ticks below.
 */
export function tracePlot(quantities: readonly NamedQuantity[], options: TracePlotOptions): Figure {
  const { chains } = requireQuantities("tracePlot", quantities);
  return {
    ...heading(options.description),
    vconcat: quantities.map((quantity) => ({
      hconcat: [densities(quantity, chains), traces(quantity, chains, options)],
      spacing: 16,
    })),
    spacing: 18,
  } as unknown as Figure;
}

const legend = { title: null, orient: "top", symbolType: "stroke", symbolStrokeWidth: 2, symbolSize: 300 };

function densities(quantity: NamedQuantity, chains: number) {
  const curves = quantity.draws.map((draws) => {
    const { x, density } = kde(
      Array.from(draws, (value) => asDrawn(quantity, value)),
      { bins: 128 },
    );
    return { x: Array.from(x, (value) => fromDrawn(quantity, value)), density };
  });
  return {
    width: 240,
    height: 150,
    data: inlineData(
      {
        chain: curves.flatMap(({ x }, chain) => x.map(() => chainName(chain))),
        value: curves.flatMap(({ x }) => x),
        density: curves.flatMap(({ density }) => Array.from(density)),
      },
      5,
    ),
    mark: { type: "line", strokeWidth: 1.5 },
    encoding: {
      x: {
        field: "value",
        type: "quantitative",
        scale: quantityScale(quantity),
        axis: { title: quantity.name },
      },
      y: { field: "density", type: "quantitative", axis: null },
      color: chainColour(chains, legend),
    },
  };
}

function traces(quantity: NamedQuantity, chains: number, { divergent = [] }: TracePlotOptions) {
  const { draws } = quantity;
  const y = { type: "quantitative", scale: quantityScale(quantity), axis: { title: quantity.name } };
  const x = {
    field: "draw",
    type: "quantitative",
    scale: { domain: [0, draws[0]!.length], nice: false },
    axis: { title: "draw" },
  };
  const events = divergent.flatMap((flags, chain) =>
    Array.from(flags).flatMap((flag, draw) => (flag === 1 ? [{ chain, draw }] : [])),
  );
  const layer: object[] = [
    {
      data: inlineData(
        {
          chain: draws.flatMap((values, chain) => Array.from(values, () => chainName(chain))),
          draw: draws.flatMap((values) => Array.from(values, (_, draw) => draw)),
          value: draws.flatMap((values) => Array.from(values)),
        },
        4,
      ),
      mark: { type: "line", strokeWidth: 0.6, opacity: 0.75, tooltip: false },
      encoding: { x, y: { field: "value", ...y }, color: chainColour(chains, legend) },
    },
  ];
  if (events.length > 0)
    layer.push({
      data: inlineData({ draw: events.map(({ draw }) => draw) }),
      mark: { type: "tick", orient: "vertical", color: "black", thickness: 1.5, size: 12 },
      encoding: { x, y: { value: 146 } },
    });
  return { width: 420, height: 150, layer };
}
