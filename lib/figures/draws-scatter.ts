import { contours } from "d3-contour";
import { requireInput } from "../support/errors.js";
import {
  asDrawn,
  chainColour,
  chainName,
  fromDrawn,
  type NamedQuantity,
  quantityScale,
  requireQuantities,
} from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading } from "./theme.js";

/** As in the report: the draws by chain as opaque points, later chains over earlier ones, legend in the upper left. */
export function reportDrawsScatter(
  x: NamedQuantity,
  y: NamedQuantity,
  { description }: { readonly description: string },
): Figure {
  const { chains } = requireQuantities("reportDrawsScatter", [x, y]);
  const legend = {
    title: null,
    orient: "top-left",
    fillColor: "white",
    strokeColor: "#cccccc",
    padding: 6,
    cornerRadius: 3,
    symbolOpacity: 1,
    symbolSize: 50,
  };
  return {
    ...heading(description),
    width: 520,
    height: 380,
    data: points(x, y),
    mark: { type: "circle", size: 36, opacity: 1 },
    encoding: { ...axes(x, y), color: chainColour(chains, legend) },
  } as unknown as Figure;
}

/** What the corrected scatter shows beside the draws. */
export interface DrawsScatterOptions {
  readonly description: string;
  /** Exact density of the drawn axes (of the logarithms on logarithmic ones) up to a factor. */
  readonly exact?: (x: number, y: number) => number;
  /** Shares of the exact probability inside the contours. Default 50, 80 and 95 %. */
  readonly shares?: readonly number[];
  /** Divergences as 0 and 1 per chain: black crosses. */
  readonly divergent?: readonly ArrayLike<number>[];
}

/** Corrected: transparent points, contours that hold given shares of the exact density, divergences marked. */
export function drawsScatter(x: NamedQuantity, y: NamedQuantity, options: DrawsScatterOptions): Figure {
  const { chains } = requireQuantities("drawsScatter", [x, y]);
  const { description, exact, shares = [0.5, 0.8, 0.95], divergent = [] } = options;
  const layer: object[] = [
    {
      data: points(x, y),
      mark: { type: "circle", size: 14, opacity: 0.35 },
      encoding: {
        ...axes(x, y),
        color: chainColour(chains, { title: null, orient: "right", symbolOpacity: 1, symbolSize: 60 }),
      },
    },
  ];
  if (exact !== undefined)
    layer.push({
      data: contourData(x, y, exact, shares),
      mark: { type: "line", color: "black", strokeWidth: 1.4, tooltip: false },
      encoding: { ...axes(x, y), detail: { field: "ring" }, order: { field: "order", type: "quantitative" } },
    });
  const crosses = divergences(x, y, divergent);
  if (crosses.x.length > 0)
    layer.push({
      data: inlineData(crosses, 6),
      mark: { type: "point", shape: "cross", filled: true, size: 70, color: "black" },
      encoding: axes(x, y),
    });
  return { ...heading(description), width: 520, height: 380, layer } as unknown as Figure;
}

/** Only 1, 2 and 5 times a power of ten have room for a text. */
const powersOfTen =
  "indexof([1, 2, 5], round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))) >= 0 ? format(datum.value, '~g') : ''";

function axes(x: NamedQuantity, y: NamedQuantity) {
  const axis = (quantity: NamedQuantity, field: string) => ({
    field,
    type: "quantitative",
    scale: quantityScale(quantity),
    axis: {
      title: quantity.name,
      labelOverlap: true,
      ...(quantity.logarithmic ? { labelExpr: powersOfTen, tickCount: 6 } : { format: "~g" }),
    },
  });
  return { x: axis(x, "x"), y: axis(y, "y") };
}

function points(x: NamedQuantity, y: NamedQuantity) {
  const flat = ({ draws }: NamedQuantity) =>
    draws.flatMap((chain) => Array.from(chain, (value) => Number(value.toPrecision(4))));
  const chain = x.draws.flatMap((draws, index) => Array.from(draws, () => chainName(index)));
  return inlineData({ chain, x: flat(x), y: flat(y) }, 8);
}

function divergences(x: NamedQuantity, y: NamedQuantity, divergent: readonly ArrayLike<number>[]) {
  const at = ({ draws }: NamedQuantity) =>
    draws.flatMap((chain, index) => Array.from(chain).filter((_, draw) => divergent[index]?.[draw] === 1));
  return { x: at(x), y: at(y) };
}

const cells = 160;

/** Levels of a density on a grid above which its cells hold the given shares of the sum. */
export function levelsOfShares(densities: Float64Array, shares: readonly number[]): number[] {
  for (const share of shares)
    requireInput(share > 0 && share < 1, "levelsOfShares", `a share must be in (0, 1), got ${share}`);
  const sorted = Float64Array.from(densities).sort().reverse();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  return shares.map((share) => {
    let sum = 0;
    for (const value of sorted) {
      sum += value;
      if (sum >= share * total) return value;
    }
    return 0;
  });
}

/** Closed paths of the contours on the scale of the axes, as rows in drawing order. */
function contourData(
  x: NamedQuantity,
  y: NamedQuantity,
  exact: (x: number, y: number) => number,
  shares: readonly number[],
) {
  const [xs, ys] = [x, y].map((quantity) => {
    const drawn = quantity.draws.flatMap((chain) => Array.from(chain, (value) => asDrawn(quantity, value)));
    const low = drawn.reduce((a, b) => Math.min(a, b));
    const high = drawn.reduce((a, b) => Math.max(a, b));
    const margin = 0.3 * (high - low);
    return { low: low - margin, step: (high - low + 2 * margin) / cells };
  }) as [{ low: number; step: number }, { low: number; step: number }];
  const value = (quantity: NamedQuantity, axis: { low: number; step: number }, cell: number) =>
    fromDrawn(quantity, axis.low + cell * axis.step);
  const densities = Float64Array.from({ length: cells * cells }, (_, i) =>
    exact(value(x, xs, (i % cells) + 0.5), value(y, ys, Math.floor(i / cells) + 0.5)),
  );
  const levels = levelsOfShares(densities, shares);
  const rings = contours()
    .size([cells, cells])
    .thresholds([...levels].sort((a, b) => a - b))(densities as unknown as number[])
    .flatMap(({ coordinates }) => coordinates.flat());
  return inlineData(
    {
      ring: rings.flatMap((ring, index) => ring.map(() => `${index}`)),
      order: rings.flatMap((ring) => ring.map((_, index) => index)),
      x: rings.flatMap((ring) => ring.map(([column]) => Number(value(x, xs, column!).toPrecision(4)))),
      y: rings.flatMap((ring) => ring.map(([, row]) => Number(value(y, ys, row!).toPrecision(4)))),
    },
    8,
  );
}
