import { ess } from "../inference/diagnostics/ess.js";
import { requireInteger } from "../support/errors.js";
import { type NamedQuantity, requireQuantities } from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, lineColours } from "./theme.js";

/** At how many lengths of the chains the effective sample size is computed. */
export interface EssEvolutionOptions {
  readonly description: string;
  readonly points?: number;
}

/** Bulk and tail effective sample size of the first draws of all chains, for evenly spaced numbers of them. */
export function essOfFirstDraws(draws: readonly ArrayLike<number>[], points: number) {
  const length = draws[0]!.length;
  return Array.from({ length: points }, (_, i) => {
    const first = Math.max(4, Math.round(((i + 1) * length) / points));
    const chains = draws.map((chain) => Float64Array.from(Array.from(chain).slice(0, first)));
    return { draws: first * draws.length, bulk: ess(chains), tail: ess(chains, "tail") };
  });
}

/**
 * Effective sample size against the number of draws, a panel for every quantity: straight lines through the origin
 * where chains mix. The dashed line is the rule of thumb of 100 a chain (Vehtari et al. 2021).
 */
export function essEvolution(quantities: readonly NamedQuantity[], options: EssEvolutionOptions): Figure {
  const { chains } = requireQuantities("essEvolution", quantities);
  const points = requireInteger("essEvolution", "points", options.points ?? 20, 2);
  const panel = ({ name, draws }: NamedQuantity, index: number) => {
    const rows = essOfFirstDraws(draws, points);
    return {
      title: name,
      width: 300,
      height: 190,
      layer: [
        {
          data: inlineData(
            {
              kind: rows.flatMap(() => ["bulk", "tail"]),
              draws: rows.flatMap((row) => [row.draws, row.draws]),
              ess: rows.flatMap((row) => [row.bulk, row.tail]),
            },
            1,
          ),
          mark: { type: "line", point: { size: 22 }, strokeWidth: 1.5 },
          encoding: {
            x: { field: "draws", type: "quantitative", axis: { title: "draws of all chains" } },
            y: {
              field: "ess",
              type: "quantitative",
              axis: { title: index === 0 ? "effective sample size" : null },
            },
            color: {
              field: "kind",
              type: "nominal",
              scale: { domain: ["bulk", "tail"], range: [lineColours.blue, lineColours.orange] },
              legend: { title: null, orient: "right" },
            },
          },
        },
        {
          data: { values: [{ wanted: 100 * chains }] },
          mark: { type: "rule", color: "#333333", strokeDash: [4, 3] },
          encoding: { y: { field: "wanted", type: "quantitative" } },
        },
      ],
    };
  };
  return {
    ...heading(options.description),
    hconcat: quantities.map(panel),
    spacing: 24,
  } as unknown as Figure;
}
