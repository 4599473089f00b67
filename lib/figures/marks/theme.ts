import { lab } from "d3-color";
import { requireInput } from "../../support/index.js";
import { requireNames } from "./names.js";

/** The report's colours of the ten digits, by their literal names (green is #008000). */
export const reportDigitColours = [
  "black",
  "red",
  "blue",
  "green",
  "brown",
  "orange",
  "yellow",
  "magenta",
  "cyan",
  "purple",
] as const;

/**
 * Ten colours for the corrected figures, each near the report's colour of its digit. Found by a search for colours with a
 * contrast of at least 3 : 1 on white that stay apart: by 35 or more in CIELAB, by 22 or more as seen without red or green receptors; 0, 4
 * and 9, which are dark in the report, differ by 9 or more in lightness alone, as small points do not show their hue.
 */
export const digitColours = [
  "#272e34",
  "#b22000",
  "#1f00ff",
  "#006747",
  "#bd848b",
  "#d3810a",
  "#959958",
  "#cd3eff",
  "#0a9ec5",
  "#643097",
] as const;

/** White or nearly black, what is told better from a ground: at this lightness (CIELAB) their contrasts with it are equal. */
export const lettersOn = (ground: string): "#ffffff" | "#111111" =>
  lab(ground).l < 51 ? "#ffffff" : "#111111";

/** A colour for each of so many classes: ten of a palette; where there are more, hues all around at three lightnesses, which tell neighbours apart. */
export const classColours = (count: number, palette: readonly string[]): string[] =>
  count <= palette.length
    ? palette.slice(0, count)
    : Array.from(
        { length: count },
        (_, k) => `hsl(${Math.round((360 * k) / count)}, 75%, ${[30, 45, 60][k % 3]}%)`,
      );

/** A legend of more than ten classes: all of them, in columns. */
export const classLegend = (count: number): object =>
  count > 10 ? { symbolLimit: count, columns: Math.ceil(count / 15) } : {};

/** The line colours of the report's second part. */
export const lineColours = {
  blue: "#1f77b4",
  orange: "#ff7f0e",
  green: "#2ca02c",
  red: "#d62728",
  purple: "#9467bd",
};

/** From nothing to most, for maps of numbers. */
export const blues = ["#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"] as const;

const furtherColours = ["#8c564b", "#7f7f7f", "#17becf", "#111111", "#e377c2", "#bcbd22"] as const;

/**
 * A colour for each of several named series: {@link lineColours}, and six more.
 *
 * Throws an InputError for more series than can be told apart, for an empty name and for one that is there twice.
 */
export function seriesColours(caller: string, names: readonly string[]): string[] {
  requireNames(caller, names);
  const colours = [...Object.values(lineColours), ...furtherColours];
  requireInput(
    names.length <= colours.length,
    caller,
    () =>
      `can tell ${colours.length} series apart by colour, got ${names.length}: draw them in several figures`,
    { names },
  );
  return colours.slice(0, names.length);
}

/** Pixels of a legend's or axis' label: Vega cuts longer ones, and what begins alike would then read the same. */
export function labelLimit(names: readonly string[], usual: number): number {
  const longest = Math.max(0, ...names.map((name) => name.length));
  return Math.max(usual, Math.ceil(longest * config.legend.labelFontSize * 0.75));
}

/** A limit for labels that are longer than Vega's own. */
export function longLabels(names: readonly string[]): { readonly labelLimit?: number } {
  const limit = labelLimit(names, 180);
  return limit > 180 ? { labelLimit: limit } : {};
}

/** The version of Vega-Lite that draws the figures here. */
const schema = "https://vega.github.io/schema/vega-lite/v6.json";

/** Font of every figure, shipped with the library so that pictures are the same everywhere. */
export const font = "DejaVu Sans";

/**
 * One look for all figures: frame on four sides, ticks outside, no grid. Every letter has its colour here: viewers with a dark theme give
 * white ones to those that have none, on the ground that is always white.
 */
export const config = {
  font,
  background: "white",
  view: { stroke: "#333333", strokeWidth: 1 },
  axis: {
    grid: false,
    domain: false,
    labelFlush: false,
    tickColor: "#333333",
    labelColor: "#222222",
    titleColor: "#222222",
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal" as const,
  },
  legend: {
    labelColor: "#222222",
    titleColor: "#222222",
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal" as const,
  },
  title: { fontSize: 13, fontWeight: "normal" as const, color: "#222222", subtitleColor: "#222222" },
  header: { labelColor: "#222222", titleColor: "#222222", labelFontSize: 12, titleFontSize: 12 },
};

/** What every specification begins with. */
export function heading(description: string) {
  return { $schema: schema, description, config } as const;
}
