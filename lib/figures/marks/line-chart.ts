import { requireFinite, requireInput, requireLength } from "../../support/index.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, labelLimit, seriesColours } from "./theme.js";

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
  const decimals = decimalsFor(onLogarithmicAxes);
  const scale = (isLogarithmic = false) => (isLogarithmic ? { type: "log", nice: false } : { zero: false });
  return {
    ...heading(description),
    width: 420,
    height: 220,
    data: inlineData(
      {
        name: lines.flatMap(({ name, x }) => Array.from(x, () => name)),
        x: all(({ x }) => x),
        y: all(({ y }) => y),
      },
      decimals,
      [...(logarithmic.x ? ["x"] : []), ...(logarithmic.y ? ["y"] : [])],
    ),
    mark: { type: "line", point: true, strokeWidth: 1.5 },
    encoding: {
      x: { field: "x", type: "quantitative", scale: scale(logarithmic.x), axis: { title: titles[0] } },
      y: { field: "y", type: "quantitative", scale: scale(logarithmic.y), axis: { title: titles[1] } },
      color: {
        field: "name",
        type: "nominal",
        sort: names,
        scale: { domain: names, range: seriesColours("lineChart", names) },
        legend: names.length > 1 ? { title: null, labelLimit: labelLimit(names, 300) } : null,
      },
    },
  } as Figure;
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
