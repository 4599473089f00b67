import { requireInput, requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
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

/** How linked draws are drawn. */
export interface LinkedDrawsOptions {
  readonly description: string;
  /** At most this many draws of a chain are drawn, evenly spaced. Default 500. */
  readonly pointsPerChain?: number;
}

/**
 * The traces of two quantities beside the cloud of their pairs, linked: a rectangle drawn in any of the three leaves the draws
 * inside it in colour in all of them. So one sees when a chain was in a corner of the cloud.
 */
export function linkedDraws(
  [first, second]: readonly [NamedQuantity, NamedQuantity],
  { description, pointsPerChain = 500 }: LinkedDrawsOptions,
): Figure {
  requireQuantities("linkedDraws", [first, second]);
  requireLength("linkedDraws", `chains of ${second.name}`, second.draws.length, first.draws.length);
  const length = first.draws[0]!.length;
  requireLength("linkedDraws", `draws of ${second.name}`, second.draws[0]!.length, length);
  requireInput(
    Number.isInteger(pointsPerChain) && pointsPerChain >= 1,
    "linkedDraws",
    `pointsPerChain must be a positive integer, got ${pointsPerChain}`,
  );
  const count = first.draws.length;
  const color = {
    condition: { param: "chosen", ...chainColour(count, { title: null, symbolOpacity: 1 }) },
    value: "#d9d9d9",
  };
  const unit = (name: string, x: object, y: object, size: { width: number; height: number }) => ({
    name,
    ...size,
    mark: { type: "circle", size: 9, opacity: 0.7, aria: false },
    encoding: { x, y, color },
  });
  const time = {
    field: "draw",
    type: "quantitative",
    scale: { domain: [1, length], nice: false },
    axis: { title: "draw" },
  };
  const [a, b] = [channel("first", first), channel("second", second)];
  return {
    ...heading(description),
    data: inlineData(
      table(first, second, Math.ceil(length / pointsPerChain)),
      9,
      ["first", "second"].filter((_, i) => [first, second][i]!.scale === "log"),
    ),
    params: [
      {
        name: "chosen",
        select: { type: "interval", resolve: "global" },
        views: ["first trace", "second trace", "pairs"],
      },
    ],
    spacing: 28,
    hconcat: [
      {
        vconcat: [
          unit("first trace", time, a, { width: 330, height: 130 }),
          unit("second trace", time, b, { width: 330, height: 130 }),
        ],
      },
      unit("pairs", a, b, { width: 310, height: 310 }),
    ],
  } as unknown as Figure;
}

function channel(field: string, { name, draws, scale = "linear" }: NamedQuantity): object {
  return {
    field,
    type: "quantitative",
    scale: axisScale(scale, draws),
    axis: quantityAxis(name, scale, rangeOf(draws)),
  };
}

/** One row for each draw that is shown; the same draw of both quantities stands in one row. */
function table(first: NamedQuantity, second: NamedQuantity, stride: number) {
  const names = chainNames(first.draws.length);
  const [ofFirst, ofSecond] = [roundingOf(first, 3), roundingOf(second, 3)];
  const rows = first.draws.flatMap((chain, c) =>
    Array.from({ length: Math.ceil(chain.length / stride) }, (_, k) => ({ c, t: k * stride })),
  );
  return {
    chain: rows.map(({ c }) => names[c]!),
    draw: rows.map(({ t }) => t + 1),
    first: rows.map(({ c, t }) => ofFirst(first.draws[c]![t]!)),
    second: rows.map(({ c, t }) => ofSecond(second.draws[c]![t]!)),
  };
}
