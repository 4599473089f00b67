import { requireInteger } from "../../support/index.js";
import { at, end, number } from "../marks/channel.js";
import { cells, edges } from "../marks/draw.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { figureOf, titled, type View } from "../marks/view.js";
import { chainColours, chainNames, type NamedQuantity, requireQuantities } from "./named-quantity.js";

/** How ranks are drawn. */
export interface RankBarsOptions {
  readonly description: string;
  readonly title?: string;
  /** Bins of equal width over the ranks of all draws, default 20. */
  readonly bins?: number;
}

/** Counts of each chain's draws by their rank among the draws of all chains, in equal bins: [chain][bin]. Ties by order. */
export function rankCounts(draws: NamedQuantity["draws"], bins: number): number[][] {
  requireInteger("rankCounts", "bins", bins, 2);
  const all = draws.flatMap((chain, c) => Array.from(chain, (value) => ({ value, chain: c })));
  const counts = draws.map(() => new Array<number>(bins).fill(0));
  all
    .sort((a, b) => a.value - b.value)
    .forEach(({ chain }, rank) => {
      counts[chain]![Math.floor((rank * bins) / all.length)]!++;
    });
  return counts;
}

/**
 * Ranks of each chain's draws among all draws, a row for each quantity (Vehtari et al. 2021): bars of even height mean
 * that the chains say the same. Behind them the band in which independent draws lie in 95 % of the bins.
 */
export function rankBars(quantities: readonly NamedQuantity[], options: RankBarsOptions): Figure {
  requireQuantities("rankBars", quantities);
  const { description, title, bins = 20 } = options;
  return figureOf(description, {
    ...titled(title),
    concat: quantities.flatMap((quantity, row) =>
      rankCounts(quantity.draws, bins).map((count, chain) =>
        panel(quantity, { count, chain, isFirst: chain === 0, isTop: row === 0 }),
      ),
    ),
    columns: quantities[0]!.draws.length,
    spacing: 18,
  });
}

interface RankPanel {
  readonly count: readonly number[];
  readonly chain: number;
  readonly isFirst: boolean;
  readonly isTop: boolean;
}

/** From so many expected draws in a bin on the normal approximation of their number is good to a tenth of a draw. */
const manyDraws = 30;

/**
 * The counts that a bin of a chain of independent draws has with probability 0.95 or more: binomial, which bounds the hypergeometric
 * ones; exact quantiles for few draws, for many those of the normal distribution.
 */
function independentCounts(draws: number, bins: number): readonly [low: number, high: number] {
  const expected = draws / bins;
  if (expected >= manyDraws) {
    const halfWidth = 1.96 * Math.sqrt(expected * (1 - 1 / bins));
    return [expected - halfWidth, expected + halfWidth];
  }
  const quantile = (p: number): number => {
    let probability = (1 - 1 / bins) ** draws;
    let below = probability;
    let count = 0;
    while (below < p && count < draws) {
      probability *= (draws - count) / (count + 1) / (bins - 1);
      below += probability;
      count++;
    }
    return count;
  };
  return [quantile(0.025), quantile(0.975)];
}

function panel({ name, draws }: NamedQuantity, { count, chain, isFirst, isTop }: RankPanel): View {
  const bins = count.length;
  const chains = draws.length;
  const total = chains * draws[0]!.length;
  const expected = total / chains / bins;
  const [low, high] = independentCounts(draws[0]!.length, bins);
  const largest = Math.max(...rankCounts(draws, bins).flat(), high);
  // in two lines: one would be longer than the panel is high, and move its heading
  const axis = isFirst ? { tickCount: 3 } : null;
  const y = (field: string, called: string | null) =>
    number(field, {
      title: null,
      name: called,
      scale: { domain: [0, Math.ceil(1.05 * largest)], nice: false },
      axis: axis && { ...axis, title: [name, "draws"] },
    });
  const ranks = number("from", {
    title: "rank",
    name: "ranks from",
    scale: { domain: [0, total], nice: false },
    axis: { values: [0, total / 2, total] },
    format: "d",
  });
  const heights = inlineData(
    {
      from: count.map((_, i) => (i * total) / bins),
      to: count.map((_, i) => ((i + 1) * total) / bins),
      count,
    },
    1,
  );
  const colour = { color: chainColours[chain]!, opacity: 0.75, stroke: "white", strokeWidth: 0.5 };
  return {
    ...(isTop
      ? { title: { text: chainNames(chains)[chain], fontSize: 12, frame: "group", orient: "top" } }
      : {}),
    width: 135,
    height: 115,
    layer: [
      cells(
        inlineData({ low: [low], high: [high] }),
        { y: y("low", "independent draws from"), y2: end("high", "to") },
        { color: "#dddddd" },
      ),
      cells(heights, { x: ranks, x2: end("to", "to"), y: y("count", "draws"), y2: at(0) }, colour),
      edges(inlineData({ expected: [expected] }), { y: y("expected", null) }, { strokeDash: [4, 3] }),
    ],
  };
}
