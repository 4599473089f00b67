import { requireFinite, requireInput } from "../../support/index.js";
import { at, end, fitted, fixed, named, number } from "../marks/channel.js";
import { cells, rules } from "../marks/draw.js";
import { textWithin } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";

/** Equal bins over the data range: lower and upper ends with counts. */
export function histogram(values: ArrayLike<number>, bins: number) {
  requireInput(values.length > 0, "histogram", "no values");
  requireFinite("histogram", "values", values);
  const all = Array.from(values);
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b));
  requireInput(high - low < Infinity, "histogram", () => `the range from ${low} to ${high} is no number`);
  const width = (high > low ? high - low : Math.abs(low) || 1) / bins;
  const count = new Array<number>(bins).fill(0);
  for (const value of all) count[Math.min(bins - 1, Math.floor((value - low) / width))]!++;
  return {
    from: count.map((_, i) => low + i * width),
    to: count.map((_, i) => low + (i + 1) * width),
    count,
  };
}

/** Per-image differences of two models: their histogram with zero and their mean marked. */
export function differenceHistogram(
  differences: ArrayLike<number>,
  { description, title, bins = 60 }: { description: string; title: string; bins?: number },
): Figure {
  const counts = histogram(differences, bins);
  const mean = Array.from(differences).reduce((sum, value) => sum + value, 0) / differences.length;
  const places = { at: [0, mean], what: ["no difference", `mean ${textWithin(mean, differences, 2)}`] };
  const bars = {
    x: number("from", { title, name: "from", scale: fitted }),
    x2: end("to", "to"),
    // the highest bar ends below the frame
    y: number("count", { title: "test images", scale: { domain: [0, 1.05 * Math.max(...counts.count)] } }),
    y2: at(0),
  };
  const marked = {
    x: fixed({ field: "at", type: "quantitative" }),
    color: fixed({
      field: "what",
      type: "nominal",
      sort: null,
      scale: { range: ["#333333", lineColours.red] },
      legend: { title: null, orient: "top-left", fillColor: "white", padding: 4 },
    }),
  };
  return figureOf(description, {
    width: 420,
    height: 200,
    layer: [
      cells(inlineData(counts), bars, { color: "#9ecae1", stroke: "white", strokeWidth: 0.5 }),
      rules(inlineData(places, 6), marked, { strokeWidth: 2 }, [named("what", "line")]),
    ],
  });
}
