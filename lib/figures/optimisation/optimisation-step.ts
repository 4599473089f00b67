import { requireInput, requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";

/** Points of the plane. */
export interface PlanePoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** One step of an optimisation on a line of candidates. */
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

/** The scales of one panel, the same for all its layers. */
interface Scales {
  readonly x: object;
  readonly y: object;
}

function scalesOf({ x, f, drawn, mean, sd }: OptimisationStep): Scales {
  const bounds = Array.from(mean, (m, i) => [m - 2 * sd[i]!, m + 2 * sd[i]!]).flat();
  return {
    x: { field: "x", type: "quantitative", title: "x", scale: padded(Array.from(x)) },
    y: {
      type: "quantitative",
      title: "y",
      scale: padded([...Array.from(f), ...Array.from(drawn), ...bounds]),
    },
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
  const panels = steps.map((step) => panel(step, { ...options, width, height }));
  return {
    ...heading(description),
    vconcat: [{ hconcat: panels, spacing: 24 }, legend(options, steps.length === 1 ? width : 640)],
    spacing: 12,
  } as unknown as Figure;
}

function panel(step: OptimisationStep, options: OptimisationStepOptions): object {
  return {
    title: step.title,
    width: options.width,
    height: options.height,
    layer: options.asInReport
      ? reportLayers(step, scalesOf(step))
      : correctedLayers(step, scalesOf(step), options.minimum),
  };
}

function curves({ x, f, drawn, mean, sd }: OptimisationStep) {
  const bound = (sign: number) => Array.from(mean, (m, i) => m + sign * 2 * sd[i]!);
  return inlineData({ x: Array.from(x), f, drawn, mean, lower: bound(-1), upper: bound(1) }, 4);
}

const line = ({ x, y }: Scales, field: string, color: string, strokeDash?: readonly number[]) => ({
  mark: { type: "line", color, strokeWidth: 1.5, ...(strokeDash && { strokeDash }) },
  encoding: { x, y: { ...y, field } },
});

/** Points above everything, hollow or filled. */
function points({ x, y }: Scales, at: PlanePoints, mark: object) {
  return {
    data: inlineData({ x: Array.from(at.x), y: Array.from(at.y) }, 5),
    mark: { type: "point", opacity: 1, ...mark },
    encoding: { x, y: { ...y, field: "y" } },
  };
}

const filled = (color: string, size = 40) => ({ filled: true, color, size });

function reportLayers(step: OptimisationStep, scales: Scales): object[] {
  return [
    {
      data: curves(step),
      layer: [
        line(scales, "f", blue),
        line(scales, "drawn", orange),
        line(scales, "upper", purple, [1, 2]),
        line(scales, "lower", purple, [6, 3]),
      ],
    },
    points(scales, step.start, filled(red)),
    points(scales, { x: [step.added.x], y: [step.added.y] }, filled(green, 60)),
  ];
}

function correctedLayers(
  step: OptimisationStep,
  scales: Scales,
  minimum: OptimisationStepOptions["minimum"],
): object[] {
  const { earlier } = step;
  const band = {
    mark: { type: "area", color: purple, opacity: 0.18 },
    encoding: { x: scales.x, y: { ...scales.y, field: "lower" }, y2: { field: "upper" } },
  };
  const star = { shape: starShape, size: 90, filled: true, color: "black" };
  const ring = { filled: false, color: green, size: 50, strokeWidth: 1.5 };
  return [
    {
      data: curves(step),
      layer: [
        band,
        line(scales, "f", blue),
        line(scales, "drawn", orange),
        line(scales, "mean", purple, [6, 3]),
      ],
    },
    ...(minimum ? [points(scales, { x: [minimum.x], y: [minimum.y] }, star)] : []),
    points(scales, step.start, filled(red)),
    ...(earlier.x.length > 0 ? [points(scales, earlier, ring), numbers(scales, earlier, step.x)] : []),
    points(scales, { x: [step.added.x], y: [step.added.y] }, filled(green, 70)),
  ];
}

/** Places nearer each other than this part of the axis share one text: their numbers would overlap. */
const crowded = 0.045;

/** The step, from 0, at which each place was added; those of a crowd in one text above its highest. */
function numbers(scales: Scales, { x, y }: PlanePoints, candidates: ArrayLike<number>): object {
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
  const columns = {
    x: crowds.map((crowd) => crowd.x),
    y: crowds.map((crowd) => crowd.y),
    label: crowds.map(({ steps }) => stepText(steps)),
  };
  return {
    data: inlineData(columns, 5),
    mark: { type: "text", dy: -11, fontSize: 10, color: "#1b6e1b" },
    encoding: {
      x: scales.x,
      y: { ...scales.y, field: "y" },
      text: { field: "label", type: "nominal" },
    },
  };
}

/** At most three numbers, the rest as a count. */
export function stepText(steps: readonly number[]): string {
  const shown = steps.slice(0, 3).join(",");
  return steps.length > 3 ? `${shown},+${steps.length - 3}` : shown;
}

const starShape =
  "M0,-1L0.2245,-0.309L0.9511,-0.309L0.3633,0.118L0.5878,0.809L0,0.382L-0.5878,0.809L-0.3633,0.118L-0.9511,-0.309L-0.2245,-0.309Z";

interface LegendEntry {
  readonly label: string;
  readonly kind: "line" | "point" | "ring" | "band" | "star";
  readonly color: string;
  readonly dash?: readonly number[];
}

const reportEntries: readonly LegendEntry[] = [
  { label: "f(x)", kind: "line", color: blue },
  { label: "f*", kind: "line", color: orange },
  { label: "m + 2√v", kind: "line", color: purple, dash: [1, 2] },
  { label: "m − 2√v", kind: "line", color: purple, dash: [6, 3] },
  { label: "D (start)", kind: "point", color: red },
  { label: "(xₚ*, f(xₚ*))", kind: "point", color: green },
];

const correctedEntries: readonly LegendEntry[] = [
  { label: "f(x)", kind: "line", color: blue },
  { label: "f*, one joint draw", kind: "line", color: orange },
  { label: "m", kind: "line", color: purple, dash: [6, 3] },
  { label: "m ± 2√v", kind: "band", color: purple },
  { label: "start", kind: "point", color: red },
  { label: "added at step ...", kind: "ring", color: green },
  { label: "added now", kind: "point", color: green },
  { label: "minimum", kind: "star", color: "black" },
];

/** Entries one after the other, each as wide as its text, in as many rows as are needed. */
function legendPlaces(entries: readonly LegendEntry[], width: number) {
  const rowHeight = 18;
  let x = 0;
  let row = 0;
  const at = entries.map(({ label }) => {
    const needed = 40 + 6.4 * label.length;
    if (x > 0 && x + needed > width) {
      x = 0;
      row++;
    }
    const place = { x, y: row * rowHeight + rowHeight / 2 };
    x += needed;
    return place;
  });
  return { at, height: (row + 1) * rowHeight };
}

/** A row of marks with their names, the same for all panels. */
function legend({ asInReport = false, minimum }: OptimisationStepOptions, width: number): object {
  const all = asInReport ? reportEntries : correctedEntries;
  const entries = all.filter(({ kind }) => kind !== "star" || minimum !== undefined);
  const { at, height } = legendPlaces(entries, width);
  const scaleOf = (name: "x" | "y", range: number) => ({
    field: name,
    type: "quantitative",
    axis: null,
    scale: { domain: [0, range], range: [0, range], nice: false },
  });
  const mark = (entry: LegendEntry, i: number): object[] => {
    const { x, y } = at[i]!;
    const place = (from: number, values: object, markSpec: object) => ({
      data: { values: [{ x: x + from, y, ...values }] },
      mark: markSpec,
      encoding: {
        x: scaleOf("x", width),
        y: scaleOf("y", height),
        ...("x2" in values && { x2: { field: "x2" } }),
        ...("y2" in values && { y2: { field: "y2" } }),
        ...("text" in values && { text: { field: "text" } }),
      },
    });
    const { kind, color, dash, label } = entry;
    const symbol = {
      line: () =>
        place(
          0,
          { x2: x + 20 },
          { type: "rule", color, strokeWidth: 1.5, ...(dash && { strokeDash: dash }) },
        ),
      band: () => place(0, { x2: x + 20, y2: y + 5 }, { type: "rect", color, opacity: 0.25 }),
      point: () => place(12, {}, { type: "point", filled: true, color, size: 45, opacity: 1 }),
      ring: () => place(12, {}, { type: "point", filled: false, color, size: 45, opacity: 1 }),
      star: () =>
        place(12, {}, { type: "point", shape: starShape, filled: true, color, size: 70, opacity: 1 }),
    }[kind]();
    return [
      symbol,
      place(26, { text: label }, { type: "text", align: "left", fontSize: 11, color: "#222222" }),
    ];
  };
  return { width, height, view: { stroke: null }, layer: entries.flatMap(mark) };
}
