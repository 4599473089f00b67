import { requireInput } from "../support/index.js";

/** A model on one of the two scales that models of different kinds share. */
export interface DensityRow {
  /** S1: density of dequantised pixels on [0, 1]^D; S2: probability of binary images. */
  readonly scale: "S1" | "S2";
  /** What the images are: dequantised, binarised by a draw, by a threshold. */
  readonly data: string;
  readonly model: string;
  /** Mean ln p(x) of a test image, nats. */
  readonly logLikelihood: number;
  /** Over the test images; 0 for what is known exactly. */
  readonly standardError: number;
  readonly bitsPerDimension: number;
  /** Means of the single trainings, where there are several. */
  readonly bySeed?: readonly number[];
  /** Mean evidence lower bound, where ln p(x) was not trained directly; nats. */
  readonly elbo?: number;
  /** A limit that no model was fitted for (ceiling, floor), not a competitor. */
  readonly isReference?: boolean;
}

/** Standard deviation (n - 1) of the seeds' means. */
function seedDeviation(means: readonly number[]): number {
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1));
}

/** Two decimals, or the first digit of what they would make 0. */
const errorText = (error: number): string => (error >= 0.005 ? error.toFixed(2) : error.toPrecision(1));

/** Rows of one scale and kind of images, the best first. */
export function rankedRows(rows: readonly DensityRow[]): DensityRow[] {
  return [...rows].sort((a, b) => b.logLikelihood - a.logLikelihood);
}

/** Table 2 as Markdown: for each scale and kind of images all rows, the best first; references in italics. */
export function tableTwoMarkdown(rows: readonly DensityRow[]): string {
  requireInput(rows.length > 0, "tableTwoMarkdown", "wants at least one row");
  const groups = [...new Set(rows.map(groupOf))];
  return groups.map((group) => groupMarkdown(rows.filter((row) => groupOf(row) === group))).join("\n\n");
}

const groupOf = ({ scale, data }: DensityRow) => `${scale}, ${data}`;

function groupMarkdown(rows: readonly DensityRow[]): string {
  const [first] = rows as [DensityRow];
  const what = first.scale === "S1" ? "ln p(x), nats on [0, 1]<sup>784</sup>" : "ln p(b), nats";
  return [
    `| C, corrected: ${groupOf(first)} | ${what} | seeds | bound below it by | bits per pixel |`,
    "|:--|--:|--:|--:|--:|",
    ...rankedRows(rows).map(line),
  ].join("\n");
}

function line(row: DensityRow): string {
  const { model, logLikelihood, standardError, bySeed, elbo, bitsPerDimension, isReference = false } = row;
  const name = isReference ? `*${model}*` : model;
  const error = standardError > 0 ? ` ± ${errorText(standardError)}` : "";
  const seeds =
    bySeed !== undefined && bySeed.length > 1
      ? `${bySeed.length}: ± ${errorText(seedDeviation(bySeed))}`
      : "";
  const gap = elbo === undefined ? "" : (logLikelihood - elbo).toFixed(2);
  return `| ${name} | ${logLikelihood.toFixed(2)}${error} | ${seeds} | ${gap} | ${bitsPerDimension.toFixed(4)} |`;
}
