import { requireInput } from "../../support/index.js";
import { end, fitted, number, ranging, told } from "../marks/channel.js";
import { band, line, outline, points } from "../marks/draw.js";
import { rangeOf } from "../marks/rounding.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, type Layer, type Piece } from "../marks/view.js";
import type { OptimisationStep } from "./optimisation-step.js";
import { correctedEntries, stepLegend } from "./step-legend.js";

const { blue, orange, green, red, purple } = lineColours;

/**
 * All steps of a run in one panel, chosen by a slider: function, draw, mean and band, the start, earlier additions and the
 * new one. Where nothing can be moved, the picture shows step `first`.
 */
export function optimisationSlider(
  steps: readonly OptimisationStep[],
  {
    description,
    first = 0,
    every = 2,
  }: { readonly description: string; readonly first?: number; readonly every?: number },
): Figure {
  requireInput(
    steps.length > 0 && first < steps.length,
    "optimisationSlider",
    () => `wants steps, and the first among them: got ${steps.length} steps, first ${first}`,
  );
  const kept = Array.from(steps[0]!.x, (_, i) => i).filter((i) => i % every === 0);
  const rows = steps.flatMap(({ x, f, drawn, mean, sd }, k) =>
    kept.map((i) => ({
      k,
      x: x[i]!,
      f: f[i]!,
      drawn: drawn[i]!,
      mean: mean[i]!,
      lower: mean[i]! - 2 * sd[i]!,
      upper: mean[i]! + 2 * sd[i]!,
    })),
  );
  // one axis for all steps, on which no curve of any of them leaves the plot
  const scale = ranging(...rangeOf(rows.flatMap(({ f, drawn, lower, upper }) => [f, drawn, lower, upper])));
  const x = number("x", { title: "x", scale: fitted });
  const y = (field: string, name = "y") => number(field, { title: "y", name, scale });
  const added = inlineRows(
    steps.map((step, k) => ({ k, ...step.added })),
    5,
  );
  const point = (look: Piece) =>
    points(added, { x, y: y("y") }, { opacity: 1, ...look }, [told("k", "k", "d")]);
  const { start } = steps[0]!;
  const tips = [
    told("drawn", "f*"),
    told("mean", "m"),
    told("lower", "m − 2√v"),
    told("upper", "m + 2√v"),
    told("k", "k", "d"),
  ];
  const now = { filter: "datum.k == step" };
  const layer: readonly Layer[] = [
    {
      data: inlineRows(rows),
      transform: [now],
      layer: [
        band(undefined, { x, y: y("lower"), y2: end("upper") }, { color: purple, opacity: 0.18 }),
        line(undefined, { x, y: y("f", "f(x)") }, { color: blue }, tips),
        outline(undefined, { x, y: y("drawn") }, { color: orange, strokeWidth: 1.5 }),
        outline(undefined, { x, y: y("mean") }, { color: purple, strokeWidth: 1.5, strokeDash: [6, 3] }),
      ],
    },
    points(
      inlineData({ x: Array.from(start.x), y: Array.from(start.y) }, 5),
      { x, y: y("y") },
      { opacity: 1, filled: true, color: red, size: 40 },
    ),
    {
      transform: [{ filter: "datum.k < step" }],
      ...point({ filled: false, color: green, size: 50, strokeWidth: 1.5 }),
    },
    { transform: [now], ...point({ filled: true, color: green, size: 80 }) },
  ];
  const entries = correctedEntries.filter(({ kind }) => kind !== "star");
  const bind = { input: "range", min: 0, max: steps.length - 1, step: 1, name: "k " };
  return figureOf(description, {
    params: [{ name: "step", value: first, bind }],
    vconcat: [{ width: 560, height: 320, layer }, stepLegend(entries, 560)],
    spacing: 12,
  });
}
