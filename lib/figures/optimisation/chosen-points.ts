import { requireInput } from "../../support/index.js";
import { end, fixed, number, told } from "../marks/channel.js";
import { cells, line } from "../marks/draw.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, type View } from "../marks/view.js";

/** Where the runs of one rule have evaluated: for each run the place at each step. */
export interface NamedPlaces {
  readonly name: string;
  readonly places: readonly (readonly number[])[];
}

/** How the map is drawn. */
export interface ChosenPointsOptions {
  readonly description: string;
  /** The function above the maps. */
  readonly f: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  readonly bins?: number;
  readonly perRow?: number;
}

/** Shares of runs by step (rows) and bin of x: only those that are not 0. */
export function binShares(places: readonly (readonly number[])[], low: number, high: number, bins: number) {
  const counts = new Map<number, number>();
  for (const run of places) {
    run.forEach((x, k) => {
      const bin = Math.min(bins - 1, Math.floor(((x - low) / (high - low)) * bins));
      counts.set(k * bins + bin, (counts.get(k * bins + bin) ?? 0) + 1);
    });
  }
  return [...counts].map(([key, count]) => ({
    k: Math.floor(key / bins),
    bin: key % bins,
    share: count / places.length,
  }));
}

/** Maps of the chosen points: x across, step downwards, darkness the share of runs that evaluate there; the function above each. */
export function chosenPoints(rules: readonly NamedPlaces[], options: ChosenPointsOptions): Figure {
  const { description, f, bins = 50, perRow = 3 } = options;
  requireInput(rules.length > 0, "chosenPoints", "wants at least one rule");
  const low = f.x[0]!;
  const high = f.x[f.x.length - 1]!;
  requireInput(high > low, "chosenPoints", () => `f.x wants to ascend, got ${low} to ${high}`);
  for (const { name, places } of rules)
    requireInput(
      places.every((run) => run.every((x) => x >= low && x <= high)),
      "chosenPoints",
      () => `${name} has a place outside of f.x, which goes from ${low} to ${high}`,
    );
  const width = (high - low) / bins;
  const scale = { domain: [low, high], nice: false, padding: 3 };
  const above = {
    x: number("x", { title: null, name: "x", scale, axis: { labels: false } }),
    y: number("y", { title: "f", axis: { tickCount: 3 } }),
  };
  const place = {
    x: number("x", { title: "x", name: "x from", scale }),
    x2: end("x2", "to"),
    y: number("k", { title: "k", name: null, scale: { reverse: true, nice: false, padding: 3 } }),
    y2: end("k2"),
    color: fixed({
      field: "share",
      type: "quantitative",
      scale: { type: "sqrt", domain: [0, 1], scheme: "blues" },
      legend: { title: "share of runs", format: ".0%", values: [0.01, 0.1, 0.3, 0.6, 1] },
    }),
  };
  const panel = ({ name, places }: NamedPlaces): View => {
    const rows = binShares(places, low, high, bins).map(({ bin, k, share }) => ({
      x: low + bin * width,
      x2: low + (bin + 1) * width,
      k: k + 0.5,
      k2: k - 0.5,
      step: k,
      share,
    }));
    const tips = [told("step", "k", "d"), told("share", "share of runs", ".1%")];
    const curve = inlineData({ x: Array.from(f.x), y: Array.from(f.y) }, 3);
    return {
      spacing: 4,
      vconcat: [
        {
          // of the curve's plot: of both together it would stand to the left of them
          title: { text: name, anchor: "middle", frame: "group" },
          width: 230,
          height: 60,
          ...line(curve, above, { color: lineColours.blue }),
        },
        { width: 230, height: 150, ...cells(inlineRows(rows, 4), place, {}, tips) },
      ],
    };
  };
  return figureOf(description, {
    concat: rules.map(panel),
    columns: perRow,
    spacing: 24,
    resolve: { scale: { color: "shared" } },
  });
}
