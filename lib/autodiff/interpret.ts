import { operation } from "./operations.js";
import { type Instruction, outputArray, type Place, type Program, positionArray } from "./program.js";

/** A program's function: reads a position, writes `output`, returns the result. */
export type Evaluate = (position: Float64Array, output: Float64Array) => number;

/** Products of this size are turned into a logarithm before they overflow. */
export const largestProduct = 1e290;

type Memory = (Float64Array | Int32Array)[];

/**
 * Runs a program instruction by instruction: for places that forbid the generation of code (a content security policy), and the plain
 * version that emitted code is tested against. Some fifty times as slow.
 */
export function interpret(program: Program): Evaluate {
  const registers = new Float64Array(program.registers);
  for (const [register, value] of program.constants) registers[register] = value;
  const memory: Memory = program.arrays.map((array) =>
    typeof array === "number" ? new Float64Array(array) : array,
  );
  return (position, output) => {
    memory[positionArray] = position;
    memory[outputArray] = output;
    run(program.instructions, 0, registers, memory);
    return registers[program.result]!;
  };
}

function indexOf(at: Place, i: number, memory: Memory): number {
  if (at.kind === "fixed") return at.index;
  return at.offset + (at.kind === "loop" ? i : memory[at.table]![i]!);
}

function run(instructions: readonly Instruction[], i: number, registers: Float64Array, memory: Memory): void {
  for (const instruction of instructions) step(instruction, i, registers, memory);
}

function step(instruction: Instruction, i: number, registers: Float64Array, memory: Memory): void {
  switch (instruction.kind) {
    case "operation": {
      const args = instruction.args.map((register) => registers[register]!);
      registers[instruction.to] = operation(instruction.name).evaluate(...args);
      break;
    }
    case "load":
      registers[instruction.to] = memory[instruction.array]![indexOf(instruction.at, i, memory)]!;
      break;
    case "store":
      memory[instruction.array]![indexOf(instruction.at, i, memory)] = registers[instruction.from]!;
      break;
    case "scatter":
      memory[instruction.array]![indexOf(instruction.at, i, memory)]! += registers[instruction.from]!;
      break;
    case "set":
      registers[instruction.to] = registers[instruction.from]!;
      break;
    case "accumulate":
      registers[instruction.to]! += registers[instruction.from]!;
      break;
    case "accumulateSoftplus": {
      const { sum, product, x, e } = instruction;
      registers[sum]! += Math.max(registers[x]!, 0);
      registers[product]! *= 1 + registers[e]!;
      if (registers[product]! > largestProduct) {
        registers[sum]! += Math.log(registers[product]!);
        registers[product] = 1;
      }
      break;
    }
    case "closeSoftplus":
      registers[instruction.to] = registers[instruction.sum]! + Math.log(registers[instruction.product]!);
      break;
    case "rowDot": {
      const { matrix, columns, vector, offset } = instruction;
      let dot = 0;
      for (let j = 0; j < columns; j++)
        dot += memory[matrix]![i * columns + j]! * memory[vector]![offset + j]!;
      registers[instruction.to] = dot;
      break;
    }
    case "rowAccumulate": {
      const { matrix, columns, into, from } = instruction;
      for (let j = 0; j < columns; j++)
        memory[into]![j]! += memory[matrix]![i * columns + j]! * registers[from]!;
      break;
    }
    case "clear":
      memory[instruction.array]!.fill(0);
      break;
    case "call":
      instruction.primitive.run(
        memory[instruction.output] as Float64Array,
        ...instruction.inputs.map((input) => memory[input] as Float64Array),
      );
      break;
    case "loop": {
      const { count, isReversed, body, states } = instruction;
      for (let k = 0; k < count; k++) {
        run(body, isReversed ? count - 1 - k : k, registers, memory);
        const nexts = states.map(({ next }) => registers[next]!);
        states.forEach(({ state }, s) => {
          registers[state] = nexts[s]!;
        });
      }
      break;
    }
  }
}
