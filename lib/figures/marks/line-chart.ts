import { requireFinite, requireInput, requireLength } from "../../support/index.js";
import { type Channel, fitted, fixed, logarithmic as logScale, number, rounding, series } from "./channel.js";
import { dots, outline } from "./draw.js";
import { logAxis } from "./log-axis.js";
import { rangeOf } from "./rounding.js";
import { type Figure, inlineData } from "./spec.js";
import { figureOf, type Piece } from "./view.js";

/** A named line through points in the order of x. */
export interface NamedLine {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** How a chart of lines is drawn. */
export interface LineChartOptions {
  readonly description: string;
  /** Titles of both axes, with units. */
  readonly titles: readonly [x: string, y: string];
  readonly logarithmic?: { readonly x?: boolean; readonly y?: boolean };
}

/** Lines with their points marked, on linear or logarithmic axes. */
export function lineChart(
  lines: readonly NamedLine[],
  { description, titles, logarithmic = {} }: LineChartOptions,
): Figure {
  requireInput(
    lines.some(({ x }) => x.length > 0),
    "lineChart",
    "no point to draw",
  );
  for (const { name, x, y } of lines) {
    requireLength("lineChart", `y of ${name}`, y.length, x.length);
    requireDrawable(`x of ${name}`, x, logarithmic.x);
    requireDrawable(`y of ${name}`, y, logarithmic.y);
  }
  const names = lines.map(({ name }) => name);
  const all = (pick: (line: NamedLine) => ArrayLike<number>) =>
    lines.flatMap((line) => Array.from(pick(line)));
  const onLogarithmicAxes = [
    ...(logarithmic.x ? all(({ x }) => x) : []),
    ...(logarithmic.y ? all(({ y }) => y) : []),
  ];
  const along = (field: "x" | "y", title: string, linear: Piece) =>
    number(
      field,
      logarithmic[field]
        ? { title, scale: logScale, axis: logAxis(rangeOf(all((line) => line[field]))) }
        : { title, scale: linear },
    );
  const place = { x: along("x", titles[0], fitted), y: along("y", titles[1], rounding) };
  const legend = names.length > 1 ? { symbolType: "stroke", symbolStrokeWidth: 2 } : null;
  const color = series("lineChart", names, legend);
  const twins = coinciding(lines);
  return figureOf(description, {
    width: 420,
    height: 220,
    data: inlineData(
      {
        name: lines.flatMap(({ name, x }) => Array.from(x, () => name)),
        x: all(({ x }) => x),
        y: all(({ y }) => y),
      },
      decimalsFor(onLogarithmicAxes),
      [...(logarithmic.x ? ["x"] : []), ...(logarithmic.y ? ["y"] : [])],
    ),
    layer: [
      outline(
        undefined,
        { ...place, color, ...(twins.length > 0 && { strokeDash: dashed(color, names, twins) }) },
        { strokeWidth: 1.5 },
      ),
      dots(undefined, { ...place, color }, { size: 30, opacity: 1 }, []),
    ],
  });
}

/** Where two lines are nowhere further apart than this part of the axis, they look like one. */
const visible = 0.01;

/** Names of the lines that lie on an earlier one: at the same x, and everywhere nearer than can be seen. */
function coinciding(lines: readonly NamedLine[]): string[] {
  const [low, high] = rangeOf(lines.flatMap(({ y }) => Array.from(y)));
  const near = (a: NamedLine, b: NamedLine) =>
    a.x.length === b.x.length &&
    Array.from(a.x).every((x, i) => x === b.x[i] && Math.abs(a.y[i]! - b.y[i]!) <= visible * (high - low));
  return lines
    .filter((line, i) => lines.slice(0, i).some((other) => near(line, other)))
    .map(({ name }) => name);
}

/** Gaps in a line through which the one below is seen; one legend for colours and dashes. */
function dashed(color: Channel, names: readonly string[], twins: readonly string[]): Channel {
  const range = names.map((name) => (twins.includes(name) ? [5, 5] : [1, 0]));
  return fixed({ ...color.json, scale: { domain: [...names], range } });
}

function requireDrawable(what: string, values: ArrayLike<number>, isLogarithmic = false): void {
  requireFinite("lineChart", what, values);
  const at = isLogarithmic ? Array.from(values).findIndex((value) => value <= 0) : -1;
  requireInput(
    at < 0,
    "lineChart",
    () => `${what} is ${values[at]} at ${at}, which a logarithmic axis has not`,
  );
}

/** Six decimals, or as many as leave the smallest of the values on logarithmic axes three digits. */
function decimalsFor(onLogarithmicAxes: readonly number[]): number {
  const least = onLogarithmicAxes.filter((value) => value > 0).reduce((a, b) => Math.min(a, b), 1);
  return Math.max(6, 2 - Math.floor(Math.log10(least)));
}
