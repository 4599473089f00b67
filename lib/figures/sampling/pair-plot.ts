import { kde, type Quantity } from "../../inference/index.js";
import { requireInput, requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";
import {
  axisScale,
  type NamedQuantity,
  quantityAxis,
  rangeOf,
  requireQuantities,
  rounded,
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
function axisX({ name, draws, scale = "linear" }: NamedQuantity, isLast: boolean): object {
  const range = rangeOf(draws);
  const axis = quantityAxis(isLast ? name : null, scale, range);
  return {
    type: "quantitative",
    scale: { ...axisScale(scale), domain: range.map((value) => rounded(value)) },
    axis: isLast ? axis : { ...axis, labels: false },
  };
}

function density(quantity: NamedQuantity, isLast: boolean): object {
  const { draws, scale } = quantity;
  const isLog = scale === "log";
  const all = Float64Array.from(draws.flatMap((chain) => [...chain]));
  const estimate = kde(isLog ? all.map(Math.log) : all, { bins: 200 });
  return {
    width: side,
    height: side,
    data: inlineData(
      {
        x: Array.from(estimate.x, (u) => rounded(isLog ? Math.exp(u) : u)),
        density: Array.from(estimate.density, (value) => rounded(value)),
      },
      9,
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
  const at = x.map((_, i) => i);
  const encoding = {
    x: { field: "x", ...axisX(column, isLast) },
    y: {
      field: "y",
      type: "quantitative",
      scale: axisScale(row.scale),
      axis: quantityAxis(isFirst ? row.name : null, row.scale ?? "linear", rangeOf(row.draws)),
    },
  };
  const points = (chosen: readonly number[]) =>
    inlineData({ x: chosen.map((i) => rounded(x[i]!)), y: chosen.map((i) => rounded(y[i]!)) }, 9);
  const divergent = at.filter((i) => (flags?.[i] ?? 0) > 0);
  return {
    width: side,
    height: side,
    layer: [
      {
        data: points(at.filter((i) => i % stride === 0)),
        mark: { type: "circle", size: 8, opacity: 0.35, color: lineColours.blue, aria: false },
        encoding,
      },
      ...(divergent.length === 0 ? [] : [{ data: points(divergent), mark: divergentMark, encoding }]),
    ],
  };
}
