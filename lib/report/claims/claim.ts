import type { Fault } from "../faults.js";

/**
 * What an examination of a claim ends with. "undecided": examined, and the evidence does not tell; "open": not yet
 * examined, or examined by a cell that does not carry a verdict.
 */
export type Verdict = "holds" | "holds in part" | "does not hold" | "undecided" | "open";

/** A cell of a notebook, by the notebook's number and the cell's id: "2.1#scores-table". */
export type CellReference = `${string}#${string}`;

/** The entry of a table of a cell's output: the row and the column whose names begin so (a column also by its number, the row's name being 0). */
export interface TableNumber {
  readonly cell: CellReference;
  readonly row: string;
  readonly column: string | number;
}

/** What the first group of a regular expression finds in a cell's output. */
export interface TextNumber {
  readonly cell: CellReference;
  readonly pattern: string;
}

/** A number of a JSON file of results, by its keys with dots between, at so many decimals. */
export interface ResultNumber {
  readonly file: string;
  readonly path: string;
  readonly decimals: number;
}

export type NumberSource = TableNumber | TextNumber | ResultNumber;

/** A claim of the report and what became of it. */
export interface Claim {
  /** Section and number in it: "2.1-03"; T: tables, F: captions, A: appendix. */
  readonly id: string;
  readonly says: string;
  /** Keys of the faults that it is touched by. */
  readonly faults: readonly Fault["key"][];
  /** What kind of evidence decides it. */
  readonly decidedBy: "definition" | "number" | "study" | "figure";
  readonly verdict: Verdict;
  /** Whether the deciding cells follow the report's protocol (R), the corrected one (C), or set both side by side. */
  readonly voice: "R" | "C" | "R, C";
  /** What was found, in a sentence; `{name}` stands for a number of `numbers`. */
  readonly finding: string;
  readonly numbers: Readonly<Record<string, NumberSource>>;
  /** The cells that decide it, the first one foremost. */
  readonly cells: readonly CellReference[];
  /** The figure that shows it, by its stem under `figures/`. */
  readonly figure?: string;
}

/** The claims of one section. */
export interface ClaimGroup {
  readonly title: string;
  readonly claims: readonly Claim[];
}

/** The entry of a table: see {@link TableNumber}. */
export const entry = (cell: CellReference, row: string, column: string | number): TableNumber => ({
  cell,
  row,
  column,
});

/** A number in words: see {@link TextNumber}. */
export const words = (cell: CellReference, pattern: string): TextNumber => ({ cell, pattern });
