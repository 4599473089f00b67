import { type Evaluate, largestProduct } from "./interpret.js";
import { helpers, operation } from "./operations.js";
import {
  type ArrayNumber,
  type Instruction,
  outputArray,
  type Program,
  positionArray,
  type Register,
} from "./program.js";
import { type Phase, splitLoop } from "./split-loop.js";

let compilations = 0;

/** JavaScript for a program; see {@link compile}. */
class Emitter {
  private readonly lines: string[] = [];
  private readonly calls: string[];
  /** Arrays in which phases of split loops keep numbers for the next. */
  private readonly kept: string[] = [];

  constructor(
    private readonly program: Program,
    calls: readonly string[],
  ) {
    this.calls = [...calls];
  }

  source(): string {
    const { program } = this;
    const declared = program.arrays.flatMap((_, i) =>
      i > outputArray ? [`const a${i} = memory[${i}];`] : [],
    );
    const functions = this.calls.map((_, i) => `const f${i} = calls[${i}];`);
    for (const instruction of program.instructions) this.statement(instruction, "  ");
    return [
      '"use strict";',
      `// compilation ${++compilations}: engines share what they learn between equal sources`,
      `const { ${Object.keys(helpers).join(", ")} } = helpers;`,
      ...declared,
      ...functions,
      ...this.kept,
      "return function evaluate(position, output) {",
      ...this.lines,
      `  return ${this.name(program.result)};`,
      "};",
    ].join("\n");
  }

  /** A register as an expression: a literal, or its name. */
  private name(register: Register): string {
    const constant = this.program.constants.get(register);
    return constant === undefined ? `r${register}` : literal(constant);
  }

  private statement(instruction: Instruction, indent: string): void {
    const put = (line: string) => this.lines.push(indent + line);
    switch (instruction.kind) {
      case "operation": {
        const args = instruction.args.map((register) => this.name(register));
        put(`const r${instruction.to} = ${operation(instruction.name).code(...args)};`);
        break;
      }
      case "load":
        put(`const r${instruction.to} = ${this.entry(instruction.array, instruction.at)};`);
        break;
      case "store":
        put(`${this.entry(instruction.array, instruction.at)} = ${this.name(instruction.from)};`);
        break;
      case "scatter":
        put(`${this.entry(instruction.array, instruction.at)} += ${this.name(instruction.from)};`);
        break;
      case "set":
        put(`let r${instruction.to} = ${this.name(instruction.from)};`);
        break;
      case "accumulate":
        put(`r${instruction.to} += ${this.name(instruction.from)};`);
        break;
      case "accumulateSoftplus": {
        const { sum, product, x, e } = instruction;
        put(`r${sum} += Math.max(${this.name(x)}, 0);`);
        put(`r${product} *= 1 + ${this.name(e)};`);
        put(`if (r${product} > ${largestProduct}) { r${sum} += Math.log(r${product}); r${product} = 1; }`);
        break;
      }
      case "closeSoftplus":
        put(`const r${instruction.to} = r${instruction.sum} + Math.log(r${instruction.product});`);
        break;
      case "rowDot": {
        const { to, matrix, columns, vector, offset } = instruction;
        put(`let r${to} = 0;`);
        const entry = offset === 0 ? "j" : `${offset} + j`;
        const factors = `a${matrix}[i * ${columns} + j] * ${arrayName(vector)}[${entry}]`;
        put(`for (let j = 0; j < ${columns}; j++) r${to} += ${factors};`);
        break;
      }
      case "rowAccumulate": {
        const { from, matrix, columns, into } = instruction;
        put(
          `for (let j = 0; j < ${columns}; j++) a${into}[j] += a${matrix}[i * ${columns} + j] * ${this.name(from)};`,
        );
        break;
      }
      case "clear":
        put(`a${instruction.array}.fill(0);`);
        break;
      case "call": {
        const index = this.calls.indexOf(instruction.primitive.name);
        put(`f${index}(${[instruction.output, ...instruction.inputs].map(arrayName).join(", ")});`);
        break;
      }
      case "loop": {
        const { count, isReversed, body, states } = instruction;
        const phases = splitLoop(instruction);
        if (phases !== undefined) {
          this.phases(count, phases, indent);
          break;
        }
        put(
          isReversed ? `for (let i = ${count - 1}; i >= 0; i--) {` : `for (let i = 0; i < ${count}; i++) {`,
        );
        for (const each of body) this.statement(each, `${indent}  `);
        this.update(states, `${indent}  `);
        put("}");
        break;
      }
    }
  }

  private phases(count: number, phases: readonly Phase[], indent: string): void {
    const put = (line: string) => this.lines.push(indent + line);
    for (const { taken, instructions, kept } of phases) {
      put(`for (let i = 0; i < ${count}; i++) {`);
      for (const register of taken) put(`  const r${register} = k${register}[i];`);
      for (const each of instructions) this.statement(each, `${indent}  `);
      for (const register of kept) put(`  k${register}[i] = ${this.name(register)};`);
      put("}");
      for (const register of kept) this.kept.push(`const k${register} = new Float64Array(${count});`);
    }
  }

  /** All states take their next values at once: those that another update would overwrite are copied first. */
  private update(
    states: readonly { readonly state: Register; readonly next: Register }[],
    indent: string,
  ): void {
    const overwritten = new Set(states.map(({ state }) => state));
    const copied = new Map<Register, string>();
    for (const { next } of states) {
      if (!overwritten.has(next) || copied.has(next)) continue;
      copied.set(next, `c${next}`);
      this.lines.push(`${indent}const c${next} = r${next};`);
    }
    for (const { state, next } of states)
      this.lines.push(`${indent}r${state} = ${copied.get(next) ?? this.name(next)};`);
  }

  private entry(array: ArrayNumber, at: Extract<Instruction, { kind: "load" }>["at"]): string {
    const index =
      at.kind === "fixed" ? String(at.index) : plus(at.kind === "loop" ? "i" : `a${at.table}[i]`, at.offset);
    return `${arrayName(array)}[${index}]`;
  }
}

const plus = (text: string, offset: number): string => (offset === 0 ? text : `${text} + ${offset}`);

const arrayName = (array: ArrayNumber): string =>
  array === positionArray ? "position" : array === outputArray ? "output" : `a${array}`;

/** A number as JavaScript reads it back, to the bit; in brackets where a sign would meet another. */
function literal(value: number): string {
  if (Object.is(value, -0)) return "(-0)";
  return value < 0 ? `(${value})` : String(value);
}

function callsOf(
  instructions: readonly Instruction[],
  found: Map<string, (...args: Float64Array[]) => void>,
): void {
  for (const instruction of instructions) {
    if (instruction.kind === "call") found.set(instruction.primitive.name, instruction.primitive.run);
    else if (instruction.kind === "loop") callsOf(instruction.body, found);
  }
}

/** The JavaScript of a program: straight lines and loops, no allocation. */
export function emit(program: Program): string {
  const calls = new Map<string, () => void>();
  callsOf(program.instructions, calls);
  return new Emitter(program, [...calls.keys()]).source();
}

/**
 * A program as a function of JavaScript made for it.
 *
 * @throws EvalError where code may not be generated
 */
export function generate(program: Program): Evaluate {
  const calls = new Map<string, (...args: Float64Array[]) => void>();
  callsOf(program.instructions, calls);
  const memory = program.arrays.map((array) => (typeof array === "number" ? new Float64Array(array) : array));
  const source = new Emitter(program, [...calls.keys()]).source();
  const make = new Function("memory", "calls", "helpers", source);
  return make(memory, [...calls.values()], helpers) as Evaluate;
}
