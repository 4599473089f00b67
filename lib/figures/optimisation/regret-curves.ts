import { quantiles } from "../../math/index.js";
import { requireInput } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, labelLimit, lineColours, seriesColours } from "../marks/theme.js";

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
  const scale = { domain: [0, limit], nice: false };
  const y = (field: string) => ({ field, type: "quantitative", scale, title: yTitle });
  const x = {
    field: "k",
    type: "quantitative",
    title: "k",
    scale: { zero: false, nice: false },
    axis: { tickMinStep: 1 },
  };
  const band = (lower: string, upper: string, opacity: number) => ({
    mark: { type: "area", color: lineColours.blue, opacity, clip: true },
    encoding: { x, y: y(lower), y2: { field: upper } },
  });
  const panel = ({ name, runs }: NamedRuns, i: number) => ({
    title: `${name} (${runs.length} ${runs.length === 1 ? "run" : "runs"})`,
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
      band("q10", "q90", 0.18),
      band("q25", "q75", 0.3),
      { mark: { type: "line", color: lineColours.blue, clip: true }, encoding: { x, y: y("q50") } },
    ],
  });
  return {
    ...heading(description),
    concat: rules.map(panel),
    columns: perRow,
    spacing: 20,
  } as unknown as Figure;
}

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

/** Shares by step, with a band of one standard error, the names at the lines' ends. */
export function foundShares(
  rules: readonly FoundShare[],
  { description, yTitle, size = [460, 280] }: FoundShareOptions,
): Figure {
  requireInput(rules.length > 0, "foundShares", "wants at least one rule");
  const names = rules.map(({ name }) => name);
  const flat = rules.flatMap(({ name, shares, runs }) =>
    shares.map((share, i) => {
      // one success and one failure more, so that a share of 0 or 1 has a width too
      const p = (share * runs + 1) / (runs + 2);
      const error = Math.sqrt((p * (1 - p)) / runs);
      return { name, k: i + 1, share, low: Math.max(0, share - error), high: Math.min(1, share + error) };
    }),
  );
  const column = (field: "k" | "share" | "low" | "high") => flat.map((row) => row[field]);
  const color = {
    field: "name",
    type: "nominal",
    scale: { domain: names, range: seriesColours("foundShares", names) },
    legend: {
      title: null,
      labelLimit: labelLimit(names, 260),
      orient: "right",
      symbolOpacity: 1,
      symbolType: "stroke",
      symbolStrokeWidth: 2,
    },
  };
  const x = {
    field: "k",
    type: "quantitative",
    title: "k",
    scale: { zero: false, nice: false },
    axis: { tickMinStep: 1 },
  };
  const y = (field: string) => ({
    field,
    type: "quantitative",
    title: yTitle,
    scale: { domain: [0, 1] },
    axis: { format: ".0%" },
  });
  return {
    ...heading(description),
    width: size[0],
    height: size[1],
    data: inlineData(
      {
        name: flat.map(({ name }) => name),
        k: column("k"),
        share: column("share"),
        low: column("low"),
        high: column("high"),
      },
      4,
    ),
    layer: [
      { mark: { type: "area", opacity: 0.15 }, encoding: { x, y: y("low"), y2: { field: "high" }, color } },
      { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y: y("share"), color } },
    ],
  } as unknown as Figure;
}
