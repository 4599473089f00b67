import type { ElementwiseName } from "./operations.js";
import type { Primitive } from "./primitive.js";

/** Number of a register: a double. */
export type Register = number;

/** Number of an array: 0 is the position, 1 the output, the others are data and working memory. */
export type ArrayNumber = number;

export const positionArray: ArrayNumber = 0;
export const outputArray: ArrayNumber = 1;

/** Which entry of an array: a fixed one, that of the loop's index, or one that a table gives for the loop's index. */
export type Place =
  | { readonly kind: "fixed"; readonly index: number }
  | { readonly kind: "loop"; readonly offset: number }
  | { readonly kind: "table"; readonly table: ArrayNumber; readonly offset: number };

/** One step of a program. */
export type Instruction =
  | {
      readonly kind: "operation";
      readonly to: Register;
      readonly name: ElementwiseName;
      readonly args: readonly Register[];
    }
  | { readonly kind: "load"; readonly to: Register; readonly array: ArrayNumber; readonly at: Place }
  | { readonly kind: "store"; readonly from: Register; readonly array: ArrayNumber; readonly at: Place }
  | { readonly kind: "scatter"; readonly from: Register; readonly array: ArrayNumber; readonly at: Place }
  | { readonly kind: "accumulate"; readonly to: Register; readonly from: Register }
  | {
      readonly kind: "accumulateSoftplus";
      readonly sum: Register;
      readonly product: Register;
      readonly x: Register;
      readonly e: Register;
    }
  | { readonly kind: "set"; readonly to: Register; readonly from: Register }
  /** `to = sum + log(product)` */
  | {
      readonly kind: "closeSoftplus";
      readonly to: Register;
      readonly sum: Register;
      readonly product: Register;
    }
  | {
      readonly kind: "rowDot";
      readonly to: Register;
      readonly matrix: ArrayNumber;
      readonly columns: number;
      readonly vector: ArrayNumber;
      readonly offset: number;
    }
  | {
      readonly kind: "rowAccumulate";
      readonly from: Register;
      readonly matrix: ArrayNumber;
      readonly columns: number;
      readonly into: ArrayNumber;
    }
  | { readonly kind: "clear"; readonly array: ArrayNumber }
  | {
      readonly kind: "call";
      readonly primitive: Primitive;
      readonly output: ArrayNumber;
      readonly inputs: readonly ArrayNumber[];
    }
  | Loop;

/** A loop over 0 .. count - 1, or back; after each round the states take their next values, all at once. */
export interface Loop {
  readonly kind: "loop";
  readonly count: number;
  readonly isReversed: boolean;
  readonly body: readonly Instruction[];
  readonly states: readonly { readonly state: Register; readonly next: Register }[];
}

/** An array that a program works on: data, a table of indices, or memory of a length. */
export type ProgramArray = Float64Array | Int32Array | number;

/**
 * A compiled expression as data: what emitted JavaScript does and what the interpreter does, operation for operation in the same
 * order, so that both give the same bits.
 */
export interface Program {
  readonly registers: number;
  /** Registers whose value never changes. */
  readonly constants: ReadonlyMap<Register, number>;
  /** By number; those of position and output are empty. */
  readonly arrays: readonly ProgramArray[];
  readonly instructions: readonly Instruction[];
  /** What the program returns. */
  readonly result: Register;
}
