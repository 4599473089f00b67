import { requireFinite, requireInput } from "../../support/index.js";
import { number, ranging, series } from "./channel.js";
import { line, rules } from "./draw.js";
import { powerText } from "./log-axis.js";
import { rangeOf } from "./rounding.js";
import { type Figure, inlineData } from "./spec.js";
import { figureOf } from "./view.js";

/** Values of many images under a name: per-image log-likelihoods, say. */
export interface NamedValues {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** How the quantiles are drawn. */
export interface QuantilePlotOptions {
  readonly description: string;
  /** Title of the value axis, with unit. */
  readonly title: string;
  /** "symlog" for values over many orders of magnitude, of either sign: linear within plus or minus 1, logarithmic beyond. */
  readonly scale?: "linear" | "symlog";
}

const pointsPerLine = 160;

/** Ranks from the lowest value on, evenly spaced on a logarithmic axis, each once, the last included. */
function spacedRanks(count: number): number[] {
  const ranks = Array.from({ length: pointsPerLine }, (_, i) =>
    Math.round(count ** (i / (pointsPerLine - 1))),
  );
  return [...new Set(ranks)];
}

/** Powers of ten of both signs within the range, with 0 where it is inside: a tick's value and its text. */
export function powerTicks(low: number, high: number): { value: number; text: string }[] {
  const exponents = Math.ceil(Math.log10(Math.max(10, Math.abs(low), Math.abs(high))));
  const step = exponents > 6 ? 2 : 1;
  const powers = Array.from({ length: Math.floor(exponents / step) }, (_, i) => (i + 1) * step);
  const text = (exponent: number) => (exponent === 1 ? "10" : powerText(exponent));
  const ticks = [
    ...powers.map((p) => ({ value: -(10 ** p), text: `\u2212${text(p)}` })).reverse(),
    { value: 0, text: "0" },
    ...powers.map((p) => ({ value: 10 ** p, text: text(p) })),
  ];
  return ticks.filter(({ value }) => value >= low && value <= high);
}

/**
 * Quantiles with the lowest values spread out: x is the share of images with at most this value, on a logarithmic axis, so
 * that the worst one, ten, hundred images are seen beside all others; the mean of each line is a dashed line of its colour.
 */
export function quantilePlot(samples: readonly NamedValues[], options: QuantilePlotOptions): Figure {
  const { description, title, scale = "linear" } = options;
  requireInput(samples.length > 0, "quantilePlot", "wants at least one set of values");
  for (const { name, values } of samples) {
    requireInput(values.length > 1, "quantilePlot", `${name} has ${values.length} values, wants at least 2`);
    requireFinite("quantilePlot", name, values);
  }
  const lines = samples.map(({ name, values }) => {
    const sorted = Float64Array.from(values).sort();
    const ranks = spacedRanks(sorted.length);
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    return {
      name,
      share: ranks.map((r) => r / sorted.length),
      value: ranks.map((r) => sorted[r - 1]!),
      mean,
    };
  });
  const range = rangeOf(lines.flatMap(({ value }) => value));
  const names = lines.map(({ name }) => name);
  const y = (field: string, name: string) => number(field, { name, ...valueAxis(title, scale, range) });
  const legend = { title: "(dashed: mean)", orient: "bottom", columns: 2, titleFontSize: 11 };
  const color = series("quantilePlot", names, legend);
  const least = Math.min(...lines.map(({ share }) => share[0]!));
  const quantiles = inlineData(
    {
      name: lines.flatMap((each) => each.share.map(() => each.name)),
      share: lines.flatMap(({ share }) => share),
      value: lines.flatMap(({ value }) => value),
    },
    6,
    ["share"],
  );
  return figureOf(description, {
    width: 420,
    height: 260,
    layer: [
      line(quantiles, { x: shareAxis(least), y: y("value", title), color }, { strokeWidth: 1.8 }),
      rules(
        inlineData({ name: names, mean: lines.map(({ mean }) => mean) }, 6),
        { y: y("mean", `mean, ${title}`), color },
        { strokeDash: [5, 3], strokeWidth: 1.2 },
      ),
    ],
  });
}

const shareAxis = (least: number) =>
  number("share", {
    title: "share of the images with at most this value",
    scale: { type: "log", ...ranging(least, 1) },
    axis: {
      values: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1],
      labelExpr: "format(100 * datum.value, '.4~f') + ' %'",
    },
    format: ".4~%",
  });

function valueAxis(title: string, scale: "linear" | "symlog", [low, high]: readonly [number, number]) {
  if (scale === "linear") return { title };
  const ticks = powerTicks(low, high);
  const labels = Object.fromEntries(ticks.map(({ value, text }) => [String(value), text]));
  return {
    title,
    scale: { type: "symlog", ...ranging(low, high) },
    axis: {
      values: ticks.map(({ value }) => value),
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    },
  };
}
