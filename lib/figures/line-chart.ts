import { requireInput, requireLength } from "../support/errors.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, lineColours } from "./theme.js";

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
  for (const { name, x, y } of lines) requireLength("lineChart", `y of ${name}`, y.length, x.length);
  const names = lines.map(({ name }) => name);
  const all = (pick: (line: NamedLine) => ArrayLike<number>) =>
    lines.flatMap((line) => Array.from(pick(line)));
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
      6,
    ),
    mark: { type: "line", point: true, strokeWidth: 1.5 },
    encoding: {
      x: { field: "x", type: "quantitative", scale: scale(logarithmic.x), axis: { title: titles[0] } },
      y: { field: "y", type: "quantitative", scale: scale(logarithmic.y), axis: { title: titles[1] } },
      color: {
        field: "name",
        type: "nominal",
        sort: names,
        scale: { domain: names, range: Object.values(lineColours).slice(0, names.length) },
        legend: names.length > 1 ? { title: null } : null,
      },
    },
  } as Figure;
}
