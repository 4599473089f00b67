import { requireInput, requireLength } from "../../support/index.js";
import { type Channel, end, number, told, words } from "../marks/channel.js";
import { band, edgedTexts, line, outline, points } from "../marks/draw.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, type Layer, type Piece, type View } from "../marks/view.js";
import { correctedEntries, reportEntries, star, stepLegend } from "./step-legend.js";

/** Points of the plane. */
export interface PlanePoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** One step of an optimisation on a line of candidates: what lib/report's `FollowedStep` holds, for neither room knows the other. */
export interface OptimisationStep {
  readonly title: string;
  /** The candidates, and at each of them the function, what the rule drew, and the surrogate's mean and sd. */
  readonly x: ArrayLike<number>;
  readonly f: ArrayLike<number>;
  readonly drawn: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
  readonly start: PlanePoints;
  /** What earlier steps have added, in order. */
  readonly earlier: PlanePoints;
  /** What this step adds. */
  readonly added: { readonly x: number; readonly y: number };
}

/** How the steps are drawn. */
export interface OptimisationStepOptions {
  readonly description: string;
  /** As in the report: no mean, dotted and dashed bounds, earlier additions not shown. Otherwise all of it. */
  readonly asInReport?: boolean;
  /** The global minimum, marked by a star. Corrected drawing only. */
  readonly minimum?: { readonly x: number; readonly y: number };
  readonly width?: number;
  readonly height?: number;
}

const { blue, orange, green, red, purple } = lineColours;

/** As matplotlib has it: a margin of 5 % of the range on both sides. */
function padded(values: readonly number[]) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = 0.05 * (high > low ? high - low : Math.abs(low) || 1);
  return { domain: [low - margin, high + margin], nice: false, zero: false };
}

/** The axes of one panel, the same for all its layers. */
interface Axes {
  readonly x: Channel;
  readonly y: (field: string, name?: string | null) => Channel;
}

function axesOf({ x, f, drawn, mean, sd }: OptimisationStep): Axes {
  const bounds = Array.from(mean, (m, i) => [m - 2 * sd[i]!, m + 2 * sd[i]!]).flat();
  const scale = padded([...Array.from(f), ...Array.from(drawn), ...bounds]);
  return {
    x: number("x", { title: "x", scale: padded(Array.from(x)) }),
    y: (field, name = "y") => number(field, { title: "y", name, scale }),
  };
}

/** Panels side by side, one per step, with one legend below. */
export function optimisationSteps(
  steps: readonly OptimisationStep[],
  options: OptimisationStepOptions,
): Figure {
  requireInput(steps.length > 0, "optimisationSteps", "wants at least one step");
  for (const step of steps)
    for (const name of ["f", "drawn", "mean", "sd"] as const)
      requireLength("optimisationSteps", name, step[name].length, step.x.length);
  const { description, width = 300, height = 260 } = options;
  const { asInReport = false, minimum } = options;
  const layersOf = (step: OptimisationStep) =>
    asInReport ? reportLayers(step, axesOf(step)) : correctedLayers(step, axesOf(step), minimum);
  const panels = steps.map((step): View => ({ title: step.title, width, height, layer: layersOf(step) }));
  const entries = asInReport ? reportEntries : correctedEntries;
  const shown = entries.filter(({ kind }) => kind !== "star" || minimum !== undefined);
  return figureOf(description, {
    vconcat: [{ hconcat: panels, spacing: 24 }, stepLegend(shown, steps.length === 1 ? width : 640)],
    spacing: 12,
  });
}

function curves({ x, f, drawn, mean, sd }: OptimisationStep) {
  const bound = (sign: number) => Array.from(mean, (m, i) => m + sign * 2 * sd[i]!);
  return inlineData({ x: Array.from(x), f, drawn, mean, lower: bound(-1), upper: bound(1) }, 4);
}

/** A curve of a step; the pointer finds all of them at the function. */
function curve({ x, y }: Axes, field: string, color: string, strokeDash?: readonly number[]): Layer {
  const look = { color, strokeWidth: 1.5, ...(strokeDash && { strokeDash }) };
  if (field !== "f") return outline(undefined, { x, y: y(field, null) }, look);
  const tips = [told("drawn", "f*"), told("mean", "m"), told("lower", "m − 2√v"), told("upper", "m + 2√v")];
  return line(undefined, { x, y: y("f", "f(x)") }, look, tips);
}

/** Points above everything, hollow or filled. */
const marked = ({ x, y }: Axes, at: PlanePoints, look: Piece): Layer =>
  points(
    inlineData({ x: Array.from(at.x), y: Array.from(at.y) }, 5),
    { x, y: y("y") },
    { opacity: 1, ...look },
  );

const filled = (color: string, size = 40) => ({ filled: true, color, size });

function reportLayers(step: OptimisationStep, axes: Axes): Layer[] {
  return [
    {
      data: curves(step),
      layer: [
        curve(axes, "f", blue),
        curve(axes, "drawn", orange),
        curve(axes, "upper", purple, [1, 2]),
        curve(axes, "lower", purple, [6, 3]),
      ],
    },
    marked(axes, step.start, filled(red)),
    marked(axes, { x: [step.added.x], y: [step.added.y] }, filled(green, 60)),
  ];
}

function correctedLayers(
  step: OptimisationStep,
  axes: Axes,
  minimum: OptimisationStepOptions["minimum"],
): Layer[] {
  const { earlier } = step;
  const bounds = { x: axes.x, y: axes.y("lower"), y2: end("upper") };
  const ring = { filled: false, color: green, size: 50, strokeWidth: 1.5 };
  return [
    {
      data: curves(step),
      layer: [
        band(undefined, bounds, { color: purple, opacity: 0.18 }),
        curve(axes, "f", blue),
        curve(axes, "drawn", orange),
        curve(axes, "mean", purple, [6, 3]),
      ],
    },
    ...(minimum
      ? [marked(axes, { x: [minimum.x], y: [minimum.y] }, { shape: star, ...filled("black", 90) })]
      : []),
    marked(axes, step.start, filled(red)),
    ...(earlier.x.length > 0 ? [marked(axes, earlier, ring), ...numbers(axes, earlier, step.x)] : []),
    marked(axes, { x: [step.added.x], y: [step.added.y] }, filled(green, 70)),
  ];
}

/** Places nearer each other than this part of the axis share one text: their numbers would overlap. */
const crowded = 0.045;

/** The step, from 0, at which each place was added; those of a crowd in one text above its highest. */
function numbers(axes: Axes, { x, y }: PlanePoints, candidates: ArrayLike<number>): Layer[] {
  const all = Array.from(candidates);
  const nearness = crowded * (Math.max(...all) - Math.min(...all));
  const crowds: { x: number; y: number; steps: number[] }[] = [];
  Array.from(x).forEach((place, k) => {
    const crowd = crowds.find((each) => Math.abs(each.x - place) < nearness);
    if (crowd === undefined) crowds.push({ x: place, y: y[k]!, steps: [k] });
    else {
      crowd.steps.push(k);
      crowd.y = Math.max(crowd.y, y[k]!);
    }
  });
  const rows = crowds.map((crowd) => ({ x: crowd.x, y: crowd.y, label: stepText(crowd.steps) }));
  const place = { x: axes.x, y: axes.y("y"), text: words("label") };
  return edgedTexts(inlineRows(rows, 5), place, { dy: -11, fontSize: 10, color: "#1b6e1b" });
}

/** Growing numbers as a text, three and more in a row by the first and the last: "1, 4–8". */
export function stepText(steps: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run?.[1] === step - 1) run[1] = step;
    else runs.push([step, step]);
  }
  return runs
    .map(([first, last]) => {
      if (first === last) return `${first}`;
      return last === first + 1 ? `${first}, ${last}` : `${first}–${last}`;
    })
    .join(", ");
}
