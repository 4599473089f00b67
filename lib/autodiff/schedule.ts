import { InputError } from "../support/index.js";
import { type Node, reachable } from "./node.js";
import {
  type ArrayNumber,
  type Instruction,
  outputArray,
  type Place,
  type Program,
  type ProgramArray,
  positionArray,
  type Register,
} from "./program.js";
import { isInMemory, type PlannedLoop, Timeline } from "./timeline.js";

/** Something that a program writes to its output: a number, or a lane from `offset` on. */
export interface Output {
  readonly node: Node;
  readonly offset: number;
  /** How many entries: of a number more than one if it stands in each. */
  readonly length: number;
}

/** V8's optimiser gives up on functions much longer than this, which then run fifteen times as slowly. */
const mostInstructions = 2500;

/** A program that returns `result` and writes `outputs`. */
export function schedule(result: Node, outputs: readonly Output[]): Program {
  const writer = new Writer(result, outputs);
  return writer.program();
}

/** Throws an InputError for a program that is too long to run fast as one function. */
export function requireShort(caller: string, program: Program): void {
  const count = (instructions: readonly Instruction[]): number =>
    instructions.reduce((sum, each) => sum + (each.kind === "loop" ? count(each.body) : 1), 0);
  const instructions = count(program.instructions);
  if (instructions > mostInstructions)
    throw new InputError(
      caller,
      `the expression unrolls into ${instructions} operations, at most ${mostInstructions} run fast: write sums over data as ` +
        "vectors, recursions by scan",
      { instructions },
    );
}

class Writer {
  private readonly nodes: Node[];
  private readonly needed: ReadonlySet<Node>;
  private readonly timeline: Timeline;
  private readonly constants = new Map<Register, number>();
  private readonly registers = new Map<Node, Register>();
  private readonly products = new Map<Node, Register>();
  private readonly literals = new Map<number, Register>();
  private readonly arrays: ProgramArray[] = [0, 0];
  private readonly arrayOf = new Map<Node | Float64Array | Int32Array, ArrayNumber>();
  private registerCount = 0;

  constructor(
    private readonly result: Node,
    private readonly outputs: readonly Output[],
  ) {
    this.nodes = reachable([result, ...outputs.map(({ node }) => node)]);
    this.needed = new Set(this.nodes);
    this.timeline = new Timeline(this.needed);
    for (const node of this.nodes) this.timeline.ready(node);
    for (const { node, offset } of outputs) if (node.length > 0) this.timeline.write(node, offset);
    this.timeline.keepShared();
  }

  program(): Program {
    const { loops } = this.timeline;
    const byTime = new Map<number, Node[]>();
    for (const node of this.nodes) {
      if (node.length > 0 && !isInMemory(node)) continue;
      const time = this.timeline.ready(node);
      byTime.set(time, [...(byTime.get(time) ?? []), node]);
    }
    const instructions: Instruction[] = [];
    for (let k = 0; k <= loops.length; k++) {
      for (const node of byTime.get(2 * k) ?? []) this.straight(node, instructions);
      if (k < loops.length && loops[k]!.length > 0) this.loop(k, loops[k]!, instructions);
    }
    for (const { node, offset, length } of this.outputs)
      if (node.length === 0) this.writeNumber(node, offset, length, instructions);
    return {
      registers: this.registerCount,
      constants: this.constants,
      arrays: this.arrays,
      instructions,
      result: this.registerOf(this.result),
    };
  }

  // straight code

  private straight(node: Node, into: Instruction[]): void {
    switch (node.op) {
      case "constant":
        this.constants.set(this.define(node), node.value);
        break;
      case "parameter":
        into.push({ kind: "load", to: this.define(node), array: positionArray, at: fixed(node.offset) });
        break;
      case "elementwise": {
        const args = node.args.map((argument) => this.registerOf(argument));
        into.push({ kind: "operation", to: this.define(node), name: node.name, args });
        break;
      }
      case "element": {
        const [array, offset] = this.sourceOf(node.args[0]!);
        into.push({ kind: "load", to: this.define(node), array, at: fixed(offset + node.index) });
        break;
      }
      case "stack": {
        const array = this.memoryOf(node);
        node.args.forEach((argument, index) => {
          into.push({ kind: "store", from: this.registerOf(argument), array, at: fixed(index) });
        });
        break;
      }
      case "call": {
        const inputs = node.args.map((argument) => this.memoryOf(argument));
        into.push({ kind: "call", primitive: node.primitive, output: this.memoryOf(node), inputs });
        break;
      }
      case "sumSoftplus":
        into.push({
          kind: "closeSoftplus",
          sum: this.registerOf(node),
          product: this.products.get(node)!,
          to: this.define(node),
        });
        break;
      default:
    }
  }

  private writeNumber(node: Node, offset: number, length: number, into: Instruction[]): void {
    const from = this.registerOf(node);
    if (length === 1) {
      into.push({ kind: "store", from, array: outputArray, at: fixed(offset) });
      return;
    }
    const store: Instruction = { kind: "store", from, array: outputArray, at: { kind: "loop", offset } };
    into.push({ kind: "loop", count: length, isReversed: false, body: [store], states: [] });
  }

  // loops

  private loop(k: number, planned: PlannedLoop, into: Instruction[]): void {
    const states = planned.scans.flatMap((scan) =>
      scan.carries.flatMap((carry) => {
        if (!this.needed.has(carry)) return [];
        const state = this.define(carry);
        into.push({ kind: "set", to: state, from: this.registerOf(scan.starts[carry.index]!) });
        return [{ carry, state, next: scan.nexts[carry.index]! }];
      }),
    );
    for (const node of planned.collected) this.begin(node, into);
    const body = new Body(k, this, this.timeline);
    for (const { carry, state } of states) body.registers.set(carry, state);
    for (const node of planned.collected) body.collect(node);
    for (const lane of planned.kept) body.store(lane, this.memoryOf(lane), 0);
    for (const { node, offset } of planned.written) body.store(node, outputArray, offset);
    const updates = states.map(({ state, next }) => ({ state, next: body.value(next) }));
    into.push({
      kind: "loop",
      count: planned.length,
      isReversed: planned.isReversed ?? false,
      body: body.instructions,
      states: updates,
    });
  }

  /** Sets what a loop collects into to its beginning. */
  private begin(node: Node, into: Instruction[]): void {
    if (node.length > 0) {
      into.push({ kind: "clear", array: this.memoryOf(node) });
      return;
    }
    into.push({ kind: "set", to: this.define(node), from: this.number(0) });
    if (node.op !== "sumSoftplus") return;
    const product = this.registerCount++;
    this.products.set(node, product);
    into.push({ kind: "set", to: product, from: this.number(1) });
  }

  productOf(node: Node): Register {
    return this.products.get(node)!;
  }

  // registers and arrays

  newRegister(): Register {
    return this.registerCount++;
  }

  private number(value: number): Register {
    const known = this.literals.get(value);
    if (known !== undefined) return known;
    const register = this.registerCount++;
    this.literals.set(value, register);
    this.constants.set(register, value);
    return register;
  }

  private define(node: Node): Register {
    const register = this.registerCount++;
    this.registers.set(node, register);
    return register;
  }

  registerOf(node: Node): Register {
    // what a state is after its loop is the final value
    if (node.op === "final") return this.registers.get(node.scan.carries[node.index]!)!;
    return this.registers.get(node)!;
  }

  /** The array of data or of a lane in memory. */
  memoryOf(lane: Node): ArrayNumber {
    if (lane.op === "data") return this.array(lane.values);
    if (lane.op === "parameter" && !this.timeline.keptIn.has(lane)) return positionArray;
    const known = this.arrayOf.get(lane);
    if (known !== undefined) return known;
    this.arrays.push(lane.length);
    this.arrayOf.set(lane, this.arrays.length - 1);
    return this.arrays.length - 1;
  }

  /** A lane that is read in any order: its array, and where it begins there. */
  sourceOf(lane: Node): readonly [ArrayNumber, number] {
    return lane.op === "parameter" ? [positionArray, lane.offset] : [this.memoryOf(lane), 0];
  }

  array(values: Float64Array | Int32Array): ArrayNumber {
    const known = this.arrayOf.get(values);
    if (known !== undefined) return known;
    this.arrays.push(values);
    this.arrayOf.set(values, this.arrays.length - 1);
    return this.arrays.length - 1;
  }
}

/** The instructions of one loop's round, written as they are asked for. */
class Body {
  readonly instructions: Instruction[] = [];
  readonly registers = new Map<Node, Register>();

  constructor(
    private readonly index: number,
    private readonly writer: Writer,
    private readonly timeline: Timeline,
  ) {}

  /** The register of a number, or of a lane's entry in this round. */
  value(node: Node): Register {
    if (node.length === 0) return this.writer.registerOf(node);
    const known = this.registers.get(node);
    if (known !== undefined) return known;
    const register = this.compute(node);
    this.registers.set(node, register);
    return register;
  }

  private compute(lane: Node): Register {
    const { writer } = this;
    if (lane.op === "parameter") return this.load(positionArray, { kind: "loop", offset: lane.offset });
    const isKept = (this.timeline.keptIn.get(lane) ?? this.index) < this.index;
    if (lane.op === "data" || isInMemory(lane) || isKept)
      return this.load(writer.memoryOf(lane), { kind: "loop", offset: 0 });
    switch (lane.op) {
      case "elementwise": {
        const args = lane.args.map((argument) => this.value(argument));
        const to = writer.newRegister();
        this.instructions.push({ kind: "operation", to, name: lane.name, args });
        return to;
      }
      case "gather": {
        const [array, offset] = writer.sourceOf(lane.args[0]!);
        return this.load(array, { kind: "table", table: writer.array(lane.table), offset });
      }
      case "rowDot": {
        const [vector, offset] = writer.sourceOf(lane.args[0]!);
        const to = writer.newRegister();
        const matrix = writer.array(lane.matrix);
        this.instructions.push({ kind: "rowDot", to, matrix, columns: lane.args[0]!.length, vector, offset });
        return to;
      }
      default:
        throw new Error(`a ${lane.op} cannot be computed in a loop`);
    }
  }

  private load(array: ArrayNumber, at: Place): Register {
    const to = this.writer.newRegister();
    this.instructions.push({ kind: "load", to, array, at });
    return to;
  }

  store(lane: Node, array: ArrayNumber, offset: number): void {
    this.instructions.push({ kind: "store", from: this.value(lane), array, at: { kind: "loop", offset } });
  }

  collect(node: Node): void {
    const { writer, instructions } = this;
    const values = node.args.map((argument) => this.value(argument));
    if (node.op === "sum")
      instructions.push({ kind: "accumulate", to: writer.registerOf(node), from: values[0]! });
    else if (node.op === "sumSoftplus") {
      const [x, e] = values as [Register, Register];
      instructions.push({
        kind: "accumulateSoftplus",
        sum: writer.registerOf(node),
        product: writer.productOf(node),
        x,
        e,
      });
    } else if (node.op === "scatter") {
      const at: Place = { kind: "table", table: writer.array(node.table), offset: 0 };
      instructions.push({ kind: "scatter", from: values[0]!, array: writer.memoryOf(node), at });
    } else if (node.op === "rowAccumulate") {
      instructions.push({
        kind: "rowAccumulate",
        from: values[0]!,
        matrix: writer.array(node.matrix),
        columns: node.length,
        into: writer.memoryOf(node),
      });
    }
  }
}

const fixed = (index: number): Place => ({ kind: "fixed", index });
