import { ess, type Quantity } from "../../inference/index.js";
import { requireInput, requireLength } from "../../support/index.js";
import { at, type Channel, number, rising } from "../marks/channel.js";
import { band, dots, line, points } from "../marks/draw.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, titled, type View } from "../marks/view.js";
import { beyondNote, densityCurves, windowOf } from "./density-curves.js";
import {
  axisScale,
  drawnRange,
  frameOf,
  type NamedQuantity,
  quantityOn,
  requireQuantities,
  roundingOf,
} from "./named-quantity.js";

/** How pairs are drawn. */
export interface PairPlotOptions {
  readonly description: string;
  readonly title?: string;
  /** The statistic `divergent` of the run: draws of divergent transitions are marked. */
  readonly divergent?: Quantity;
  /** At most this many draws are drawn in a panel, evenly spaced; divergent ones always are. Default 2000. */
  readonly most?: number;
}

/** Every pair of quantities as a cloud of draws, densities on the diagonal, ends of divergent transitions marked. */
export function pairPlot(quantities: readonly NamedQuantity[], options: PairPlotOptions): Figure {
  requireQuantities("pairPlot", quantities);
  requireInput(
    quantities.length >= 2,
    "pairPlot",
    () => `wants at least two quantities, got ${quantities.length}`,
  );
  const { description, title, divergent, most = 2000 } = options;
  const flags = divergent?.flatMap((chain) => [...chain]);
  const count = quantities[0]!.draws.length * quantities[0]!.draws[0]!.length;
  if (flags !== undefined) requireLength("pairPlot", "divergent", flags.length, count);
  const last = quantities.length - 1;
  return figureOf(description, {
    ...titled(title),
    vconcat: quantities.map((row, r) => ({
      hconcat: quantities
        .slice(0, r + 1)
        .map((column, c) =>
          r === c
            ? density(column, r === last)
            : cloud(column, row, { flags, most, isLast: r === last, isFirst: c === 0 }),
        ),
    })),
  });
}

const side = 190;

/** The range of a quantity that is shown in all panels, and what of it is not. */
function shown({ draws, scale }: NamedQuantity) {
  const all = pooled(draws);
  const range = scale === "log" ? drawnRange(draws) : windowOf(all, 200);
  return { range, note: beyondNote(all, range) };
}

const pooled = (draws: Quantity) => Float64Array.from(draws.flatMap((chain) => [...chain]));

/** A quantity along an axis: named at the outer panels only, and with the same range in all. */
function along(field: "x" | "y", quantity: NamedQuantity, isOuter: boolean): Channel {
  const { name, draws, scale = "linear" } = quantity;
  const { range, note } = shown(quantity);
  const [low, high] = range[0] === range[1] ? frameOf(draws, scale) : range;
  return quantityOn(field, quantity, {
    title: isOuter ? `${name}${note}` : null,
    range: [low, high],
    scale: { ...axisScale(scale), domain: [low, high].map(roundingOf(quantity)) },
    axis: isOuter ? {} : { labels: false },
  });
}

function density(quantity: NamedQuantity, isLast: boolean): View {
  const isLog = quantity.scale === "log";
  const effective = ess(quantity.draws, "bulk");
  const { curves } = densityCurves([pooled(quantity.draws)], {
    isLog,
    ...(effective > 0 && { effective }),
  });
  const [{ x, density }] = curves as [{ x: readonly number[]; density: readonly number[] }];
  const columns = { x: x.map(roundingOf(quantity)), density: density.map((value) => rounded(value)) };
  const channels = {
    x: along("x", quantity, isLast),
    y: number("density", { title: null, name: "density", axis: null, scale: rising }),
  };
  const look = { color: lineColours.blue };
  return {
    width: side,
    height: side,
    data: inlineData(columns, 9, isLog ? ["x"] : []),
    layer: [
      band(undefined, { ...channels, y2: at(0) }, { ...look, opacity: 0.3 }),
      line(undefined, channels, { ...look, strokeWidth: 2 }),
    ],
  };
}

interface CloudOptions {
  readonly flags: readonly number[] | undefined;
  readonly most: number;
  readonly isLast: boolean;
  readonly isFirst: boolean;
}

function cloud(column: NamedQuantity, row: NamedQuantity, options: CloudOptions): View {
  const { flags, most, isLast, isFirst } = options;
  const [x, y] = [pooled(column.draws), pooled(row.draws)];
  const stride = Math.ceil(x.length / most);
  const [across, upwards] = [roundingOf(column), roundingOf(row)];
  const isCut = shown(row).note !== "" || shown(column).note !== "";
  const clip = isCut ? { clip: true } : {};
  const onLogarithms = [...(column.scale === "log" ? ["x"] : []), ...(row.scale === "log" ? ["y"] : [])];
  const channels = { x: along("x", column, isLast), y: along("y", row, isFirst) };
  const draws = (isChosen: (i: number) => boolean) => {
    const chosen = Array.from(x, (_, i) => i).filter(isChosen);
    return chosen.map((i) => ({ x: across(x[i]!), y: upwards(y[i]!) }));
  };
  const divergent = draws((i) => (flags?.[i] ?? 0) > 0);
  const cross = { shape: "cross", size: 60, filled: true, color: lineColours.red };
  return {
    width: side,
    height: side,
    layer: [
      dots(
        inlineRows(
          draws((i) => i % stride === 0),
          9,
          onLogarithms,
        ),
        channels,
        {
          size: 8,
          opacity: 0.35,
          color: lineColours.blue,
          aria: false,
          ...clip,
        },
      ),
      ...(divergent.length === 0
        ? []
        : [points(inlineRows(divergent, 9, onLogarithms), channels, { ...cross, ...clip })]),
    ],
  };
}
