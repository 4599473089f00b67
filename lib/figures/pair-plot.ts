import { requireInput } from "../support/errors.js";
import { type NamedQuantity, requireQuantities } from "./chains.js";
import { type DrawsScatterOptions, drawsScatter } from "./draws-scatter.js";
import type { Figure } from "./spec.js";
import { heading } from "./theme.js";

/** Every pair of quantities as a panel below the diagonal, divergences as crosses: they gather where a density is hard to walk. */
export function pairPlot(
  quantities: readonly NamedQuantity[],
  { description, divergent }: Pick<DrawsScatterOptions, "description" | "divergent">,
): Figure {
  requireQuantities("pairPlot", quantities);
  requireInput(quantities.length >= 2, "pairPlot", "wants at least two quantities");
  const options = { description, ...(divergent === undefined ? {} : { divergent }) };
  const size = quantities.length === 2 ? 320 : 200;
  const panel = (x: NamedQuantity, y: NamedQuantity) => {
    const { layer } = drawsScatter(x, y, options) as unknown as { layer: object[] };
    return { width: size, height: size, layer };
  };
  return {
    ...heading(description),
    vconcat: quantities.slice(1).map((y, row) => ({
      hconcat: quantities.slice(0, row + 1).map((x) => panel(x, y)),
    })),
  } as unknown as Figure;
}
