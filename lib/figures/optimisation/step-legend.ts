import { end, fixed, words } from "../marks/channel.js";
import { type Channels, cells, edges, points, texts } from "../marks/draw.js";
import { lineColours } from "../marks/theme.js";
import type { Layer, Piece, View } from "../marks/view.js";

const { blue, orange, green, red, purple } = lineColours;

/** The outline of a star for Vega, within a square of side 2. */
export const star =
  "M0,-1L0.2245,-0.309L0.9511,-0.309L0.3633,0.118L0.5878,0.809L0,0.382L-0.5878,0.809L-0.3633,0.118L-0.9511,-0.309L-0.2245,-0.309Z";

/** What a legend explains, by its symbol. */
export interface LegendEntry {
  readonly label: string;
  readonly kind: "line" | "point" | "ring" | "band" | "star";
  readonly color: string;
  readonly dash?: readonly number[];
}

/** Of a step as the report draws it. */
export const reportEntries: readonly LegendEntry[] = [
  { label: "f(x)", kind: "line", color: blue },
  { label: "f*", kind: "line", color: orange },
  { label: "m + 2√v", kind: "line", color: purple, dash: [1, 2] },
  { label: "m − 2√v", kind: "line", color: purple, dash: [6, 3] },
  { label: "D (start)", kind: "point", color: red },
  { label: "(xₚ*, f(xₚ*))", kind: "point", color: green },
];

/** Of a step with all that belongs to it. */
export const correctedEntries: readonly LegendEntry[] = [
  { label: "f(x)", kind: "line", color: blue },
  { label: "f*, one joint draw", kind: "line", color: orange },
  { label: "m", kind: "line", color: purple, dash: [6, 3] },
  { label: "m ± 2√v", kind: "band", color: purple },
  { label: "start", kind: "point", color: red },
  { label: "added before", kind: "ring", color: green },
  { label: "added now", kind: "point", color: green },
  { label: "minimum", kind: "star", color: "black" },
];

const rowHeight = 18;

/** Entries one after the other, each as wide as its text, in as many rows as are needed. */
function placesOf(entries: readonly LegendEntry[], width: number) {
  let x = 0;
  let row = 0;
  const places = entries.map(({ label }) => {
    const needed = 40 + 6.4 * label.length;
    if (x > 0 && x + needed > width) {
      x = 0;
      row++;
    }
    const place = { x, y: row * rowHeight + rowHeight / 2 };
    x += needed;
    return place;
  });
  return { places, height: (row + 1) * rowHeight };
}

/** A row of symbols with their names, the same for all panels above it. */
export function stepLegend(entries: readonly LegendEntry[], width: number): View {
  const { places, height } = placesOf(entries, width);
  const pixels = (field: "x" | "y", length: number) =>
    fixed({
      field,
      type: "quantitative",
      axis: null,
      scale: { domain: [0, length], range: [0, length], nice: false },
    });
  const place: Channels = { x: pixels("x", width), y: pixels("y", height) };
  const point = (look: Piece) => (x: number, y: number) =>
    points({ values: [{ x: x + 12, y }] }, place, { filled: true, opacity: 1, size: 45, ...look });
  const symbols = {
    line:
      ({ color, dash }: LegendEntry) =>
      (x: number, y: number) => {
        const look = { color, strokeWidth: 1.5, ...(dash && { strokeDash: dash }) };
        return edges({ values: [{ x, y, x2: x + 20 }] }, { ...place, x2: end("x2") }, look);
      },
    band:
      ({ color }: LegendEntry) =>
      (x: number, y: number) => {
        const corners = { ...place, x2: end("x2"), y2: end("y2") };
        return cells({ values: [{ x, y, x2: x + 20, y2: y + 5 }] }, corners, { color, opacity: 0.25 });
      },
    point: ({ color }: LegendEntry) => point({ color }),
    ring: ({ color }: LegendEntry) => point({ color, filled: false }),
    star: ({ color }: LegendEntry) => point({ color, shape: star, size: 70 }),
  };
  const entry = (each: LegendEntry, i: number): Layer[] => {
    const { x, y } = places[i]!;
    const label = { values: [{ x: x + 26, y, text: each.label }] };
    const look = { align: "left", fontSize: 11, color: "#222222" };
    return [symbols[each.kind](each)(x, y), texts(label, { ...place, text: words("text") }, look)];
  };
  return { name: "legend", width, height, view: { stroke: null }, layer: entries.flatMap(entry) };
}
