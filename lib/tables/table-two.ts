import { voices } from "../report/index.js";
import { requireInput } from "../support/index.js";
import { type Format, fixed, markdown, plusMinus } from "./format.js";
import { type Table, table } from "./table.js";

/** Grey levels: nats of a density of dequantised pixels on [0, 1]^D. Bits: nats of a probability of binary images. */
export type DensityScale = "grey levels" | "bits";

/** A model on one of the two scales that models of different kinds share. */
export interface DensityRow {
  readonly scale: DensityScale;
  /** What the images are: dequantised, binarised by a draw, by a threshold. */
  readonly data: string;
  readonly model: string;
  /** Mean ln p(x) of a test image, nats. */
  readonly logLikelihood: number;
  /** Over the test images, and over trainings where there are several; 0 for what is known exactly. */
  readonly standardError: number;
  readonly bitsPerDimension: number;
  /** Means of the single trainings, where there are several. */
  readonly bySeed?: readonly number[];
  /** Mean evidence lower bound, where ln p(x) was not trained directly; nats. */
  readonly elbo?: number;
  /** A limit that no model was fitted for (ceiling, floor), or a result that others published; not a competitor. */
  readonly isReference?: boolean;
  /** Who published it, where it is from the literature: bits per pixel to two decimals, from which its nats follow, unprinted. */
  readonly source?: string;
}

/** Standard deviation (n - 1) of the seeds' means. */
function seedDeviation(means: readonly number[]): number {
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1));
}

/** Rows of one scale and kind of images, the best first. */
export function rankedRows(rows: readonly DensityRow[]): DensityRow[] {
  return [...rows].sort((a, b) => b.logLikelihood - a.logLikelihood);
}

/** Table 2: for each scale and kind of images a table of all rows, the best first; references in italics. */
export function tableTwo(rows: readonly DensityRow[]): Table[] {
  requireInput(rows.length > 0, "tableTwo", "wants at least one row");
  const groups = [...new Set(rows.map(groupOf))];
  return groups.map((group) => groupTable(rows.filter((row) => groupOf(row) === group)));
}

const groupOf = ({ scale, data }: DensityRow) => `${scale}, ${data}`;

function groupTable(rows: readonly DensityRow[]): Table {
  const [first] = rows as [DensityRow];
  const what = first.scale === "grey levels" ? "ln p(x), nats on [0, 1]<sup>784</sup>" : "ln p(b), nats";
  return table(rankedRows(rows), [
    [
      `${voices.C}, corrected: ${groupOf(first)}`,
      ({ model, isReference = false, source }) =>
        isReference ? markdown(`*${model}*${source === undefined ? "" : ` (${source})`}`) : model,
    ],
    [
      what,
      ({ logLikelihood, standardError, source }) =>
        source === undefined ? { mean: logLikelihood, standardError } : undefined,
      plusMinus(2),
    ],
    ["seeds", seeds],
    [
      "bound below it by",
      ({ logLikelihood, elbo }) => (elbo === undefined ? undefined : logLikelihood - elbo),
      fixed(2),
    ],
    ["bits per pixel", bitsWithDigits, toDigits],
  ]);
}

const bitsWithDigits = ({ bitsPerDimension, source }: DensityRow) => [
  bitsPerDimension,
  source === undefined ? 4 : 2,
];

/** A number and its decimals. */
const toDigits: Format<readonly number[]> = Object.assign(
  ([value, digits]: readonly number[]) => fixed(digits!)(value!),
  { align: "right" as const },
);

/** Number of trainings and the standard deviation of their means, where there are several. */
const seeds = ({ bySeed = [] }: DensityRow) =>
  bySeed.length > 1 ? `${bySeed.length}: ± ${fixed(2)(seedDeviation(bySeed))}` : undefined;
