import { type Matrix, type Node, read, Scalar, Vector } from "../autodiff/index.js";
import type { Random } from "../random/index.js";
import { InputError } from "../support/index.js";

/** The entries of an argument at one position: a number stands for as many as are asked for. */
export type Entries = Float64Array;

/** One factor of a density: a distribution, of what, and with which arguments. */
export class Factor {
  constructor(
    /** Name of the distribution. */
    readonly distribution: string,
    /** What is distributed, as it was given. */
    readonly variate: unknown,
    /** Whether it is data: then the factor is a likelihood, otherwise a prior. */
    readonly isData: boolean,
    /** Number of entries of the variate. */
    readonly size: number,
    /** Log densities: one for every independent entry (a vector), or one number. */
    readonly pointwise: Scalar | Vector,
    /** The sum of these. */
    readonly logDensity: Scalar,
    /** What a draw needs to know at a position. */
    readonly args: readonly (Scalar | Vector | Matrix)[],
    /** Writes a draw of the variate into `target` [size]. */
    readonly draw: (random: Random, target: Float64Array, ...args: readonly Entries[]) => void,
  ) {}
}

/** Whether a traced or given value depends on no parameter. */
function isKnown(value: Scalar | Vector | Matrix): boolean {
  if (value instanceof Scalar) return !value.node.active;
  if (value.entries !== null) return value.entries.every((node: Node) => !node.active);
  return !value.lane!.active;
}

/** An operand as a traced value. */
export function traced(caller: string, operand: unknown): Scalar | Vector | Matrix {
  const value = read(caller, operand);
  return value.kind === "scalar" ? new Scalar(value.node) : value.value;
}

/** Numbers of entries. */
export function sizeOf(value: Scalar | Vector | Matrix): number {
  if (value instanceof Scalar) return 1;
  return value instanceof Vector ? value.length : value.rows * value.columns;
}

/** The numbers of data, however they were given. */
export function knownNumbers(value: Scalar | Vector | Matrix): number[] {
  const node = (each: Node): number => (each.op === "constant" ? each.value : Number.NaN);
  if (value instanceof Scalar) return [node(value.node)];
  if (value.entries !== null) return value.entries.map(node);
  const lane = value.lane!;
  return lane.op === "data" ? Array.from(lane.values) : new Array<number>(sizeOf(value)).fill(node(lane));
}

/** What data of a distribution must be. */
export interface Support {
  readonly text: string;
  readonly holds: (x: number) => boolean;
  readonly isDiscrete: boolean;
}

const range = (text: string, holds: (x: number) => boolean, isDiscrete = false): Support => ({
  text,
  holds,
  isDiscrete,
});

export const supports = {
  real: range("finite numbers", Number.isFinite),
  positive: range("finite numbers above 0", (x) => x > 0 && Number.isFinite(x)),
  notNegative: range("finite numbers of at least 0", (x) => x >= 0 && Number.isFinite(x)),
  unit: range("numbers between 0 and 1", (x) => x > 0 && x < 1),
  binary: range("0 or 1", (x) => x === 0 || x === 1, true),
  count: range("integers of at least 0", (x) => Number.isInteger(x) && x >= 0, true),
};

/** Throws an InputError for data outside the support, or parameters where only data may stand. */
export function requireSupport(caller: string, value: Scalar | Vector | Matrix, support: Support): boolean {
  if (!isKnown(value)) {
    if (support.isDiscrete)
      throw new InputError(
        caller,
        `a discrete variate must be data (${support.text}), got a value that depends on parameters`,
      );
    return false;
  }
  knownNumbers(value).forEach((x, i) => {
    if (!support.holds(x))
      throw new InputError(caller, `data must be ${support.text}, got ${x} at ${i}`, { index: i, value: x });
  });
  return true;
}
