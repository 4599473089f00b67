import { ess } from "../../inference/index.js";
import { requireInteger } from "../../support/index.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";
import { type NamedQuantity, requireQuantities } from "./named-quantity.js";

/** How the effective sample size is followed. */
export interface EssEvolutionOptions {
  readonly description: string;
  readonly title?: string;
  /** Number of lengths at which it is computed, default 20. */
  readonly points?: number;
}

/**
 * Bulk and tail effective sample size of the first n draws of every chain, against their number. Straight lines mean that
 * longer chains go on paying; the dashed line is 100 a chain, below which estimates are not to be trusted.
 */
export function essEvolution(quantities: readonly NamedQuantity[], options: EssEvolutionOptions): Figure {
  requireQuantities("essEvolution", quantities);
  const { description, title, points = 20 } = options;
  requireInteger("essEvolution", "points", points, 2);
  return {
    ...heading(description),
    ...(title === undefined ? {} : { title }),
    hconcat: quantities.map((quantity, i) => panel(quantity, points, i === 0)),
    resolve: { scale: { color: "shared", y: "shared" } },
  } as unknown as Figure;
}

const kinds = ["bulk", "tail"] as const;

function panel({ name, draws }: NamedQuantity, points: number, isFirst: boolean): object {
  const length = draws[0]!.length;
  const lengths = Array.from({ length: points }, (_, i) =>
    Math.max(4, Math.round(((i + 1) * length) / points)),
  );
  const every = kinds.flatMap((kind) =>
    lengths.map((n) => ({
      kind,
      draws: n * draws.length,
      ess: rounded(
        ess(
          draws.map((chain) => chain.subarray(0, n)),
          kind,
        ),
      ),
    })),
  );
  const y = { type: "quantitative", axis: { title: isFirst ? "effective sample size" : null } };
  return {
    title: { text: name, fontSize: 12 },
    width: 260,
    height: 170,
    layer: [
      {
        data: inlineData({ enough: [100 * draws.length] }),
        mark: { type: "rule", strokeDash: [5, 3], color: "#555555" },
        encoding: { y: { field: "enough", ...y } },
      },
      {
        data: inlineData({
          kind: every.map(({ kind }) => kind),
          draws: every.map((point) => point.draws),
          ess: every.map((point) => point.ess),
        }),
        mark: { type: "line", point: { size: 18 }, strokeWidth: 1.5 },
        encoding: {
          x: { field: "draws", type: "quantitative", axis: { title: "draws of all chains", tickCount: 5 } },
          y: { field: "ess", ...y },
          color: {
            field: "kind",
            type: "nominal",
            scale: { domain: [...kinds], range: [lineColours.blue, lineColours.orange] },
            legend: { title: null },
          },
        },
      },
    ],
  };
}
