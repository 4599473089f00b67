import { executable } from "./compile.js";
import type { Evaluate } from "./interpret.js";
import { primitiveNamed } from "./primitives/named.js";
import type { Instruction, Program } from "./program.js";

/** A program as plain data: hand-written primitives by their names alone. It can be sent to another thread or kept in a file. */
export interface ShippedProgram extends Omit<Program, "instructions"> {
  readonly dimension: number;
  readonly instructions: readonly unknown[];
}

function withoutFunctions(instruction: Instruction): unknown {
  if (instruction.kind === "loop") return { ...instruction, body: instruction.body.map(withoutFunctions) };
  return instruction.kind === "call"
    ? { ...instruction, primitive: instruction.primitive.name }
    : instruction;
}

function withFunctions(instruction: Instruction & { readonly primitive?: unknown }): Instruction {
  if (instruction.kind === "loop") return { ...instruction, body: instruction.body.map(withFunctions) };
  if (instruction.kind !== "call") return instruction;
  return { ...instruction, primitive: primitiveNamed(instruction.primitive as unknown as string) };
}

/** Takes the functions out of a program of a density. */
export function ship(dimension: number, program: Program): ShippedProgram {
  return { ...program, dimension, instructions: program.instructions.map(withoutFunctions) };
}

/** A density of a shipped program, with code generated where it has arrived. */
export function densityOfProgram(shipped: ShippedProgram): {
  dimension: number;
  logDensityAndGradient: Evaluate;
} {
  const instructions = (shipped.instructions as readonly Instruction[]).map(withFunctions);
  return {
    dimension: shipped.dimension,
    logDensityAndGradient: executable("densityOfProgram", { ...shipped, instructions }),
  };
}
