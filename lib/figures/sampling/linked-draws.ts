import { requireInput, requireLength } from "../../support/index.js";
import { type Channel, fixed, named, number, ranging } from "../marks/channel.js";
import { dots } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf, type View } from "../marks/view.js";
import {
  chainColour,
  chainNames,
  type NamedQuantity,
  quantityOn,
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
  const color = fixed({
    condition: { param: "chosen", ...chainColour(first.draws.length, { symbolOpacity: 1 }).json },
    value: "#d9d9d9",
  });
  const time = number("draw", { title: "draw", scale: ranging(1, length), format: "d" });
  const [a, b] = [quantityOn("first", first), quantityOn("second", second)];
  const unit = (name: string, x: Channel, y: Channel, width: number, height: number): View => ({
    name,
    width,
    height,
    ...dots(undefined, { x, y, color }, { size: 9, opacity: 0.7, aria: false }, [
      named("chain", "chain"),
      ...[time, a, b].flatMap(({ tip }) => tip ?? []),
    ]),
  });
  const logarithmic = ["first", "second"].filter((_, i) => [first, second][i]!.scale === "log");
  return figureOf(description, {
    data: inlineRows(rowsOf(first, second, Math.ceil(length / pointsPerChain)), 9, logarithmic),
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
        vconcat: [unit("first trace", time, a, 330, 130), unit("second trace", time, b, 330, 130)],
      },
      unit("pairs", a, b, 310, 310),
    ],
  });
}

/** One row for each draw that is shown; the same draw of both quantities stands in one row. */
function rowsOf(first: NamedQuantity, second: NamedQuantity, stride: number) {
  const names = chainNames(first.draws.length);
  const [ofFirst, ofSecond] = [roundingOf(first, 3), roundingOf(second, 3)];
  return first.draws.flatMap((chain, c) =>
    Array.from({ length: Math.ceil(chain.length / stride) }, (_, k) => ({
      chain: names[c]!,
      draw: k * stride + 1,
      first: ofFirst(chain[k * stride]!),
      second: ofSecond(second.draws[c]![k * stride]!),
    })),
  );
}
