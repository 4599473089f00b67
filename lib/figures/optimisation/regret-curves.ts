import { quantiles } from "../../math/index.js";
import { requireInput } from "../../support/index.js";
import { end, fitted, number, ranging, series, told } from "../marks/channel.js";
import { band, line } from "../marks/draw.js";
import { requireNames } from "../marks/names.js";
import { type Figure, inlineData, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, type View } from "../marks/view.js";

/** All runs of one rule: for each run, the regret after (or before) each step. */
export interface NamedRuns {
  readonly name: string;
  readonly runs: readonly (readonly number[])[];
}

/** How the curves are drawn. */
export interface RegretCurveOptions {
  readonly description: string;
  readonly yTitle: string;
  /** Number of the first step. Default 1: the regret after one evaluation. */
  readonly firstStep?: number;
  readonly perRow?: number;
  /** Height of the axis; default: the largest value. */
  readonly limit?: number;
}

const probabilities = [0.1, 0.25, 0.5, 0.75, 0.9];

/** The quantiles at each step, one row a step. */
export function regretQuantiles({ runs }: NamedRuns): number[][] {
  return runs[0]!.map((_, k) =>
    quantiles(
      runs.map((run) => run[k]!),
      probabilities,
    ),
  );
}

/** One panel a rule: median, 50 % and 80 % bands of the regret by step. All panels have the same axes. */
export function regretCurves(rules: readonly NamedRuns[], options: RegretCurveOptions): Figure {
  const { description, yTitle, firstStep = 1, perRow = 4 } = options;
  requireInput(
    rules.every(({ runs }) => runs.length > 0) && rules.length > 0,
    "regretCurves",
    "wants at least one rule, and at least one run of each",
  );
  const rows = rules.map(regretQuantiles);
  const limit = options.limit ?? (Math.max(...rows.flat(2)) || 1);
  const y = (field: string) => number(field, { title: yTitle, name: "median", scale: ranging(0, limit) });
  const shade = (lower: string, upper: string, opacity: number) =>
    band(
      undefined,
      { x: stepAxis, y: y(lower), y2: end(upper) },
      { color: lineColours.blue, opacity, clip: true },
    );
  const tips = probabilities
    .filter((p) => p !== 0.5)
    .map((p) => told(`q${100 * p}`, `${100 * p} % quantile`));
  const panel = ({ name, runs }: NamedRuns, i: number): View => ({
    title: { text: name, subtitle: runsText(runs.length), fontSize: 12 },
    width: 190,
    height: 150,
    data: inlineData(
      {
        k: rows[i]!.map((_, k) => k + firstStep),
        ...Object.fromEntries(probabilities.map((p, q) => [`q${100 * p}`, rows[i]!.map((row) => row[q]!)])),
      },
      4,
    ),
    layer: [
      shade("q10", "q90", 0.18),
      shade("q25", "q75", 0.3),
      line(
        undefined,
        { x: stepAxis, y: y("q50") },
        { color: lineColours.blue, strokeWidth: 2, clip: true },
        tips,
      ),
    ],
  });
  return figureOf(description, { concat: rules.map(panel), columns: perRow, spacing: 20 });
}

const stepAxis = number("k", { title: "k", scale: fitted, axis: { tickMinStep: 1 }, format: "d" });

const runsText = (count: number) => `${count} ${count === 1 ? "run" : "runs"}`;

/** A share of runs by step. */
export interface FoundShare {
  readonly name: string;
  readonly shares: readonly number[];
  /** Number of runs. */
  readonly runs: number;
}

/** How the shares are drawn. */
export interface FoundShareOptions {
  readonly description: string;
  readonly yTitle: string;
  /** Of the panel. Default 460 x 280. */
  readonly size?: readonly [width: number, height: number];
}

/** Shares by step, with a band of one standard error about that of several runs: one run has none. */
export function foundShares(
  rules: readonly FoundShare[],
  { description, yTitle, size = [460, 280] }: FoundShareOptions,
): Figure {
  requireInput(rules.length > 0, "foundShares", "wants at least one rule");
  requireNames(
    "foundShares",
    rules.map(({ name }) => name),
  );
  const names = rules.map(({ name, runs }) => (runs === 1 ? `${name} (one run)` : name));
  const rows = rules.flatMap(({ shares, runs }, rule) =>
    shares.map((share, i) => {
      // one success and one failure more, so that a share of 0 or 1 has a width too
      const p = (share * runs + 1) / (runs + 2);
      const error = runs === 1 ? 0 : Math.sqrt((p * (1 - p)) / runs);
      return {
        name: names[rule]!,
        k: i + 1,
        share,
        low: Math.max(0, share - error),
        high: Math.min(1, share + error),
      };
    }),
  );
  const color = series("foundShares", names, {
    orient: "right",
    symbolOpacity: 1,
    symbolType: "stroke",
    symbolStrokeWidth: 2,
  });
  const y = (field: string) =>
    number(field, { title: yTitle, scale: ranging(0, 1), axis: { format: ".0%" }, format: ".1%" });
  const tips = [told("low", "less one standard error", ".1%"), told("high", "plus one", ".1%")];
  return figureOf(description, {
    width: size[0],
    height: size[1],
    data: inlineRows(rows, 4),
    layer: [
      band(undefined, { x: stepAxis, y: y("low"), y2: end("high"), color }, { opacity: 0.15 }),
      line(undefined, { x: stepAxis, y: y("share"), color }, { strokeWidth: 2 }, tips),
    ],
  });
}
