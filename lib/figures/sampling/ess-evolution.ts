import { ess } from "../../inference/index.js";
import { requireInteger } from "../../support/index.js";
import { colour, fixed, number, rising, told } from "../marks/channel.js";
import { dots, outline, rules } from "../marks/draw.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, titled, type View } from "../marks/view.js";
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
  return figureOf(description, {
    ...titled(title),
    hconcat: quantities.map((quantity, i) => panel(quantity, points, i === 0)),
    resolve: { scale: { color: "shared", y: "shared" } },
  });
}

const kinds = ["bulk", "tail"] as const;

function panel({ name, draws }: NamedQuantity, points: number, isFirst: boolean): View {
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
  const scale = rising;
  const y = number("ess", {
    title: isFirst ? "effective sample size" : null,
    name: "effective sample size",
    scale,
  });
  const channels = {
    x: number("draws", { title: "draws of all chains", scale, axis: { tickCount: 5 }, format: "d" }),
    y,
    color: colour("kind", { name: "of", names: kinds, colours: [lineColours.blue, lineColours.orange] }),
  };
  const enough = { y: fixed({ ...y.json, field: "enough" }) };
  return {
    title: { text: name, fontSize: 12 },
    width: 260,
    height: 170,
    layer: [
      rules(inlineData({ enough: [100 * draws.length] }), enough, { strokeDash: [5, 3], color: "#555555" }, [
        told("enough", "100 a chain", "d"),
      ]),
      {
        data: inlineRows(every),
        layer: [
          outline(undefined, channels, { strokeWidth: 1.5 }),
          dots(undefined, channels, { size: 18, opacity: 1 }),
        ],
      },
    ],
  };
}
