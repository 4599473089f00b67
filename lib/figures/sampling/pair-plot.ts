import type { Quantity } from "../../inference/index.js";
import { requireInput, requireLength } from "../../support/index.js";
import { rounded } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";
import { beyondNote, densityCurves, windowOf } from "./density-curves.js";
import {
  axisScale,
  frameOf,
  type NamedQuantity,
  quantityAxis,
  rangeOf,
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
  return {
    ...heading(description),
    ...(title === undefined ? {} : { title }),
    vconcat: quantities.map((row, r) => ({
      hconcat: quantities
        .slice(0, r + 1)
        .map((column, c) =>
          r === c
            ? density(column, r === last)
            : cloud(column, row, { flags, most, isLast: r === last, isFirst: c === 0 }),
        ),
    })),
  } as unknown as Figure;
}

const side = 190;
const divergentMark = { type: "point", shape: "cross", size: 60, filled: true, color: lineColours.red };

/** The x-axis of a column: labelled at the bottom only, and the same in all of its panels. */
function axisX(quantity: NamedQuantity, isLast: boolean): object {
  const { name, draws, scale = "linear" } = quantity;
  const { range, note } = shown(quantity);
  const [low, high] = range[0] === range[1] ? frameOf(draws, scale) : range;
  const axis = quantityAxis(isLast ? `${name}${note}` : null, scale, [low, high]);
  return {
    type: "quantitative",
    scale: { ...axisScale(scale), domain: [low, high].map(roundingOf(quantity)) },
    axis: isLast ? axis : { ...axis, labels: false },
  };
}

/** The range of a quantity that is shown in all panels, and what of it is not. */
function shown({ draws, scale }: NamedQuantity) {
  const all = pooled(draws);
  const range = scale === "log" ? rangeOf(draws) : windowOf(all, 200);
  return { range, note: beyondNote(all, range) };
}

const pooled = (draws: Quantity) => Float64Array.from(draws.flatMap((chain) => [...chain]));

function density(quantity: NamedQuantity, isLast: boolean): object {
  const isLog = quantity.scale === "log";
  const { curves } = densityCurves([pooled(quantity.draws)], { isLog });
  const [{ x, density }] = curves as [{ x: readonly number[]; density: readonly number[] }];
  return {
    width: side,
    height: side,
    data: inlineData(
      {
        x: x.map(roundingOf(quantity)),
        density: density.map((value) => rounded(value)),
      },
      9,
      isLog ? ["x"] : [],
    ),
    mark: { type: "area", color: lineColours.blue, opacity: 0.3, line: { color: lineColours.blue } },
    encoding: {
      x: { field: "x", ...axisX(quantity, isLast) },
      y: { field: "density", type: "quantitative", axis: null },
    },
  };
}

interface CloudOptions {
  readonly flags: readonly number[] | undefined;
  readonly most: number;
  readonly isLast: boolean;
  readonly isFirst: boolean;
}

function cloud(column: NamedQuantity, row: NamedQuantity, options: CloudOptions): object {
  const { flags, most, isLast, isFirst } = options;
  const x = column.draws.flatMap((chain) => [...chain]);
  const y = row.draws.flatMap((chain) => [...chain]);
  const stride = Math.ceil(x.length / most);
  const [across, upwards, vertical] = [roundingOf(column), roundingOf(row), shown(row)];
  const isCut = vertical.note !== "" || shown(column).note !== "";
  const clip = isCut ? { clip: true } : {};
  const onLogarithms = [...(column.scale === "log" ? ["x"] : []), ...(row.scale === "log" ? ["y"] : [])];
  const at = x.map((_, i) => i);
  const encoding = {
    x: { field: "x", ...axisX(column, isLast) },
    y: {
      field: "y",
      type: "quantitative",
      scale:
        vertical.note === ""
          ? axisScale(row.scale, row.draws)
          : { ...axisScale(row.scale), domain: vertical.range },
      axis: quantityAxis(
        isFirst ? `${row.name}${vertical.note}` : null,
        row.scale ?? "linear",
        vertical.range,
      ),
    },
  };
  const points = (chosen: readonly number[]) =>
    inlineData(
      { x: chosen.map((i) => across(x[i]!)), y: chosen.map((i) => upwards(y[i]!)) },
      9,
      onLogarithms,
    );
  const divergent = at.filter((i) => (flags?.[i] ?? 0) > 0);
  return {
    width: side,
    height: side,
    layer: [
      {
        data: points(at.filter((i) => i % stride === 0)),
        mark: { type: "circle", size: 8, opacity: 0.35, color: lineColours.blue, aria: false, ...clip },
        encoding,
      },
      ...(divergent.length === 0
        ? []
        : [{ data: points(divergent), mark: { ...divergentMark, ...clip }, encoding }]),
    ],
  };
}
