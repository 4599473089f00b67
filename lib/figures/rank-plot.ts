import { requireInteger } from "../support/errors.js";
import { chainColour, chainName, type NamedQuantity, requireQuantities } from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading } from "./theme.js";

/** How many bins the ranks fall into. */
export interface RankPlotOptions {
  readonly description: string;
  readonly bins?: number;
}

/**
 * How many of each chain's draws have their rank among ALL draws in each of some equal bins: [chain][bin], ties by order.
 * For chains of the same distribution every count is about draws / bins (Vehtari et al. 2021, section 4.4).
 */
export function rankCounts(draws: readonly ArrayLike<number>[], bins: number): number[][] {
  const all = draws.flatMap((values, chain) => Array.from(values, (value) => ({ value, chain })));
  const order = all.map((_, i) => i).sort((a, b) => all[a]!.value - all[b]!.value || a - b);
  const counts = draws.map(() => new Array<number>(bins).fill(0));
  order.forEach((index, rank) => {
    counts[all[index]!.chain]![Math.floor((rank * bins) / all.length)]!++;
  });
  return counts;
}

/**
 * Rank bars: a row for every quantity, a panel for every chain. The line is the count expected of a chain that has
 * converged, the band holds 95 % of the bars of independent draws (normal approximation of the binomial).
 */
export function rankPlot(quantities: readonly NamedQuantity[], options: RankPlotOptions): Figure {
  const { description, bins = 20 } = options;
  const { chains, length } = requireQuantities("rankPlot", quantities);
  requireInteger("rankPlot", "bins", bins, 2);
  const expected = length / bins;
  const half = 1.96 * Math.sqrt(expected * (1 - 1 / bins));
  const rows = quantities.map((quantity) => rankCounts(quantity.draws, bins));
  const top = Math.max(expected + 2 * half, ...rows.flat(2)) * 1.05;
  const bars = (name: string, row: number, chain: number) => ({
    width: 150,
    height: 110,
    ...(row === 0 ? { title: chainName(chain) } : {}),
    layer: [
      {
        data: inlineData({
          chain: rows[row]![chain]!.map(() => chainName(chain)),
          from: rows[row]![chain]!.map((_, bin) => bin / bins),
          to: rows[row]![chain]!.map((_, bin) => (bin + 1) / bins),
          draws: rows[row]![chain]!,
        }),
        mark: { type: "rect", stroke: "white", strokeWidth: 0.5, opacity: 0.85 },
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            scale: { domain: [0, 1] },
            axis: { title: `rank of ${name}`, format: ".0%", values: [0, 0.5, 1] },
          },
          x2: { field: "to" },
          y: {
            field: "draws",
            type: "quantitative",
            scale: { domain: [0, top], nice: false },
            axis: chain === 0 ? { title: "draws", tickCount: 4 } : { title: null, tickCount: 4 },
          },
          y2: { datum: 0 },
          color: chainColour(chains, null),
        },
      },
      {
        data: { values: [{ low: expected - half, high: expected + half }] },
        mark: { type: "rect", color: "#333333", opacity: 0.15, tooltip: false },
        encoding: {
          y: { field: "low", type: "quantitative" },
          y2: { field: "high" },
        },
      },
      {
        data: { values: [{ expected }] },
        mark: { type: "rule", color: "#333333", strokeDash: [4, 3] },
        encoding: { y: { field: "expected", type: "quantitative" } },
      },
    ],
  });
  return {
    ...heading(description),
    vconcat: quantities.map(({ name }, row) => ({
      hconcat: Array.from({ length: chains }, (_, chain) => bars(name, row, chain)),
      spacing: 12,
    })),
    spacing: 14,
  } as unknown as Figure;
}
