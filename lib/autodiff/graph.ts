import type { Carry, Constant, Data, Node, Scan } from "./node.js";
import {
  commonLength,
  isConstant,
  isKnown,
  isOperation,
  isRootReciprocal,
  isWorthSplitting,
  rank,
} from "./node-kinds.js";
import { type ElementwiseName, operation } from "./operations.js";
import type { Primitive } from "./primitive.js";
import { sumOfSquares } from "./sum-of-squares.js";

/** A node without what the graph adds. */
type Draft = Pick<Node, "op" | "args" | "length"> & Record<string, unknown>;

/**
 * Version of the rules by which expressions are simplified and differentiated. Other rules round differently in the last bits, and a
 * sampler makes other (equally right) draws of them: whoever changes the rules raises it.
 */
export const rulesVersion = 2;

/**
 * A traced expression: equal nodes are made once, so that a common subexpression is one node, and constructors simplify what
 * they can while they build.
 *
 * The rules keep values to a few last bits: they fold constants and data, move signs outwards, pull numbers out of lanes and sums (so that a
 * scale multiplies a sum and not each of its terms), and sum squares of residuals by as many rows as there are coefficients.
 */
export class Graph {
  private readonly made = new Map<string, Node>();
  private readonly numbers = new Map<object, number>();
  private count = 0;
  private scans = 0;

  // leaves

  constant(value: number): Constant {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return this.make(`constant ${text}`, { op: "constant", args: [], length: 0, value }) as Constant;
  }

  /** A lane of data; one number repeated is that number. */
  data(values: Float64Array): Node {
    const first = values[0]!;
    if (values.every((value) => Object.is(value, first))) return this.constant(first);
    return this.make(`data ${this.number(values)}`, { op: "data", args: [], length: values.length, values });
  }

  parameter(offset: number, length = 0): Node {
    return this.make(`parameter ${offset} ${length}`, { op: "parameter", args: [], length, offset });
  }

  // elementwise operations, simplified

  add(a: Node, b: Node): Node {
    if (isConstant(a) && a.value === 0) return b;
    if (isConstant(b) && b.value === 0) return a;
    if (isOperation(b, "neg")) return this.sub(a, b.args[0]!);
    if (isOperation(a, "neg")) return this.sub(b, a.args[0]!);
    const [restOfA, atEndOfA] = this.withoutConstant(a);
    const [restOfB, atEndOfB] = this.withoutConstant(b);
    if (!isKnown(a) && !isKnown(b) && (restOfA !== a || restOfB !== b))
      return this.add(this.add(restOfA, restOfB), this.constant(atEndOfA + atEndOfB));
    if (isConstant(b) && restOfA !== a) return this.add(restOfA, this.constant(atEndOfA + b.value));
    if (isConstant(a) && restOfB !== b) return this.add(restOfB, this.constant(atEndOfB + a.value));
    const [first, second] = a.id <= b.id ? [a, b] : [b, a];
    const common = this.commonFactor(first, second);
    if (common !== null) return this.mul(common[0], this.add(common[1], common[2]));
    return this.apply("add", first, second);
  }

  sub(a: Node, b: Node): Node {
    if (isConstant(b) && b.value === 0) return a;
    if (isConstant(a) && a.value === 0) return this.neg(b);
    if (a === b) return this.constant(0);
    if (isOperation(b, "neg")) return this.add(a, b.args[0]!);
    if (isOperation(a, "neg")) return this.neg(this.add(a.args[0]!, b));
    if (isConstant(a) && a.value === 1 && isOperation(b, "sigmoid"))
      return this.sigmoid(this.neg(b.args[0]!));
    const [restOfA, atEndOfA] = this.withoutConstant(a);
    const [restOfB, atEndOfB] = this.withoutConstant(b);
    if (!isKnown(a) && !isKnown(b) && (restOfA !== a || restOfB !== b))
      return this.add(this.sub(restOfA, restOfB), this.constant(atEndOfA - atEndOfB));
    if (isConstant(b) && restOfA !== a) return this.add(restOfA, this.constant(atEndOfA - b.value));
    const common = this.commonFactor(a, b);
    if (common !== null) return this.mul(common[0], this.sub(common[1], common[2]));
    return this.apply("sub", a, b);
  }

  neg(a: Node): Node {
    if (isKnown(a)) return this.apply("neg", a);
    if (isOperation(a, "neg")) return a.args[0]!;
    if (isOperation(a, "sub")) return this.sub(a.args[1]!, a.args[0]!);
    if (isOperation(a, "mul") && isConstant(a.args[0]!))
      return this.mul(this.constant(-a.args[0].value), a.args[1]!);
    return this.apply("neg", a);
  }

  mul(a: Node, b: Node): Node {
    if (isKnown(a) && isKnown(b)) return this.apply("mul", a, b);
    if (isConstant(b)) return this.mul(b, a);
    if (isConstant(a)) {
      if (a.value === 0) return a;
      if (a.value === 1) return b;
      if (a.value === -1) return this.neg(b);
      if (isOperation(b, "mul") && isConstant(b.args[0]!))
        return this.mul(this.constant(a.value * b.args[0].value), b.args[1]!);
    }
    if (isOperation(a, "neg")) return this.neg(this.mul(a.args[0]!, b));
    if (isOperation(b, "neg")) return this.neg(this.mul(a, b.args[0]!));
    if (a === b) return this.square(a);
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const split = this.factored(one);
      if (split === null) continue;
      const [factor, rest] = split;
      // a number times a lane: all that is a number in one factor; of two numbers the constant, of two lanes the number goes out
      if (one.length > 0 && other.length === 0) return this.mul(this.mul(factor, other), rest);
      if (one.length > 0 || other.length === 0) return this.mul(factor, this.mul(rest, other));
    }
    const [first, second] = rank(a, b) ? [a, b] : [b, a];
    return this.apply("mul", first, second);
  }

  div(a: Node, b: Node): Node {
    if (isConstant(b) && !isConstant(a)) return this.mul(this.constant(1 / b.value), a);
    if (isConstant(a) && a.value === 0) return a;
    if (isOperation(a, "neg")) return this.neg(this.div(a.args[0]!, b));
    if (isOperation(b, "neg")) return this.neg(this.div(a, b.args[0]!));
    if (a.length > 0 && b.length === 0) return this.mul(this.div(this.constant(1), b), a);
    const split = this.factored(a);
    if (split !== null && (isConstant(split[0]) || b.length > 0))
      return this.mul(split[0], this.div(split[1], b));
    // one reciprocal serves the quotient and its derivatives
    if (b.active && !(isConstant(a) && a.value === 1)) return this.mul(a, this.div(this.constant(1), b));
    return this.apply("div", a, b);
  }

  square(a: Node): Node {
    if (isOperation(a, "neg")) return this.square(a.args[0]!);
    if (isOperation(a, "sqrt")) return a.args[0]!;
    const split = this.factored(a);
    if (split !== null) return this.mul(this.square(split[0]), this.square(split[1]));
    if (isOperation(a, "mul")) {
      // (r / sqrt(v))^2 = r^2 / v
      const [one, other] = a.args as [Node, Node];
      if (isRootReciprocal(one) || isRootReciprocal(other))
        return this.mul(this.square(one), this.square(other));
    }
    if (isRootReciprocal(a)) return this.div(this.constant(1), this.square(a.args[1]!));
    return this.apply("square", a);
  }

  sqrt(a: Node): Node {
    return this.apply("sqrt", a);
  }

  exp(a: Node): Node {
    if (isOperation(a, "log")) return a.args[0]!;
    return this.apply("exp", a);
  }

  log(a: Node): Node {
    if (isOperation(a, "exp")) return a.args[0]!;
    if (isOperation(a, "sqrt")) return this.mul(this.constant(0.5), this.log(a.args[0]!));
    if (isOperation(a, "sigmoid")) return this.neg(this.softplus(this.neg(a.args[0]!)));
    return this.apply("log", a);
  }

  log1p(a: Node): Node {
    if (isOperation(a, "exp")) return this.softplus(a.args[0]!);
    if (isOperation(a, "neg") && isOperation(a.args[0]!, "sigmoid"))
      return this.neg(this.softplus(a.args[0]!.args[0]!));
    return this.apply("log1p", a);
  }

  pow(a: Node, b: Node): Node {
    if (isConstant(b)) {
      if (b.value === 0) return this.constant(1);
      if (b.value === 1) return a;
      if (b.value === 2) return this.square(a);
      if (b.value === -1) return this.div(this.constant(1), a);
      if (b.value === 0.5) return this.sqrt(a);
    }
    return this.apply("pow", a, b);
  }

  /** exp(-|x|), the same node for x and -x. */
  private expNegAbs(x: Node): Node {
    return this.apply("expNegAbs", isOperation(x, "neg") ? x.args[0]! : x);
  }

  sigmoid(x: Node): Node {
    const e = this.expNegAbs(x);
    const w = this.div(this.constant(1), this.add(this.constant(1), e));
    return this.apply("sigmoid", x, e, w);
  }

  softplus(x: Node): Node {
    return this.apply("softplus", x, this.expNegAbs(x));
  }

  /** An operation as it is; of known arguments, its value. */
  apply(name: ElementwiseName, ...args: readonly Node[]): Node {
    const length = commonLength(name, args);
    if (args.every(isKnown)) return this.fold(name, args, length);
    const key = `${name} ${args.map(({ id }) => id).join(" ")}`;
    return this.make(key, { op: "elementwise", name, args, length });
  }

  /** A number as a lane of `length`. */
  lane(node: Node, length: number): Node {
    if (node.length === length) return node;
    if (node.op === "constant") {
      const values = new Float64Array(length).fill(node.value);
      return this.make(`fill ${node.id} ${length}`, { op: "data", args: [], length, values });
    }
    return this.gather(this.stack([node]), new Int32Array(length));
  }

  // between lanes and numbers

  sum(lane: Node, length = lane.length): Node {
    if (lane.length === 0) return this.mul(this.constant(length), lane);
    if (lane.op === "data") return this.constant(lane.values.reduce((sum, value) => sum + value, 0));
    if (isOperation(lane, "neg")) return this.neg(this.sum(lane.args[0]!));
    const split = this.factored(lane);
    if (split !== null) return this.mul(split[0], this.sum(split[1], length));
    const squares = isOperation(lane, "square") ? sumOfSquares(this, lane.args[0]!) : null;
    if (squares !== null) return squares;
    if (isOperation(lane, "softplus"))
      return this.make(`sumSoftplus ${lane.id}`, { op: "sumSoftplus", args: lane.args, length: 0 });
    if (lane.op === "elementwise" && (lane.name === "add" || lane.name === "sub")) {
      const [a, b] = lane.args as [Node, Node];
      if (isWorthSplitting(a) || isWorthSplitting(b))
        return this[lane.name](this.sum(a, length), this.sum(b, length));
    }
    return this.make(`sum ${lane.id}`, { op: "sum", args: [lane], length: 0 });
  }

  element(lane: Node, index: number): Node {
    if (lane.length === 0) return lane;
    if (lane.op === "data") return this.constant(lane.values[index]!);
    if (lane.op === "stack") return lane.args[index]!;
    if (lane.op === "scatter" && (lane.args[0]!.op === "stack" || lane.args[0]!.op === "data")) {
      let sum: Node = this.constant(0);
      lane.table.forEach((place, k) => {
        if (place === index) sum = this.add(sum, this.element(lane.args[0]!, k));
      });
      return sum;
    }
    return this.make(`element ${lane.id} ${index}`, { op: "element", args: [lane], length: 0, index });
  }

  stack(numbers: readonly Node[]): Node {
    if (numbers.every(isConstant)) {
      const values = Float64Array.from(numbers, (node) => (node as Constant).value);
      return this.make(`numbers ${values.join(" ")}`, {
        op: "data",
        args: [],
        length: values.length,
        values,
      });
    }
    const key = `stack ${numbers.map(({ id }) => id).join(" ")}`;
    return this.make(key, { op: "stack", args: numbers, length: numbers.length });
  }

  gather(source: Node, table: Int32Array): Node {
    if (source.length === 0) return source;
    if (table.length === source.length && table.every((place, i) => place === i)) return source;
    if (source.op === "data") return this.data(Float64Array.from(table, (index) => source.values[index]!));
    const key = `gather ${source.id} ${this.number(table)}`;
    return this.make(key, { op: "gather", args: [source], length: table.length, table });
  }

  /**
   * The same as {@link gather}, but of what the lane is made of: entries that nobody asks for are then not computed (of a symmetric
   * matrix one half).
   */
  select(lane: Node, table: Int32Array): Node {
    if (lane.op !== "elementwise" || lane.length === 0) return this.gather(lane, table);
    return this.apply(lane.name, ...lane.args.map((argument) => this.select(argument, table)));
  }

  scatter(lane: Node, table: Int32Array, length: number): Node {
    const source = this.lane(lane, table.length);
    const key = `scatter ${source.id} ${this.number(table)} ${length}`;
    return this.make(key, { op: "scatter", args: [source], length, table });
  }

  /** Products of a matrix of data, [rows][columns], with a vector; a lane of its rows. */
  rowDot(matrix: Float64Array, vector: Node): Node {
    const length = matrix.length / vector.length;
    const key = `rowDot ${vector.id} ${this.number(matrix)}`;
    return this.make(key, { op: "rowDot", args: [vector], length, matrix });
  }

  rowAccumulate(matrix: Float64Array, lane: Node, columns: number): Node {
    const rows = this.lane(lane, matrix.length / columns);
    const split = this.factored(rows);
    if (split !== null && split[1].length > 0)
      return this.mul(split[0], this.rowAccumulate(matrix, split[1], columns));
    const key = `rowAccumulate ${rows.id} ${this.number(matrix)}`;
    return this.make(key, { op: "rowAccumulate", args: [rows], length: columns, matrix });
  }

  call(primitive: Primitive, args: readonly Node[], length: number): Node {
    const key = `call ${primitive.name} ${length} ${args.map(({ id }) => id).join(" ")}`;
    return this.make(key, { op: "call", args, length, primitive });
  }

  // recursions

  /** Begins a recursion; the body is traced on its carries, then `scan.nexts` are set. */
  scan(starts: readonly Node[], length: number, isReversed = false): Scan {
    const scan: Scan = { id: this.scans++, length, isReversed, carries: [], starts: [...starts], nexts: [] };
    starts.forEach((_, index) => {
      const key = `carry ${scan.id} ${index}`;
      scan.carries.push(this.make(key, { op: "carry", args: [], length, scan, index }) as Carry);
    });
    return scan;
  }

  final(scan: Scan, index: number): Node {
    const next = scan.nexts[index]!;
    return this.make(`final ${scan.id} ${index}`, {
      op: "final",
      args: [next, scan.carries[index]!],
      length: 0,
      scan,
      index,
    });
  }

  // inside

  private make(key: string, draft: Draft): Node {
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const active =
      draft.op === "parameter" || draft.op === "carry" || draft.args.some((argument) => argument.active);
    const node = { ...draft, id: this.count++, active } as unknown as Node;
    this.made.set(key, node);
    return node;
  }

  /** A number for an array, so that it can stand in a key. */
  private number(array: object): number {
    const known = this.numbers.get(array);
    if (known !== undefined) return known;
    this.numbers.set(array, this.numbers.size);
    return this.numbers.size - 1;
  }

  private fold(name: ElementwiseName, args: readonly (Constant | Data)[], length: number): Node {
    const { evaluate } = operation(name);
    if (length === 0) return this.constant(evaluate(...args.map((node) => (node as Constant).value)));
    const key = `folded ${name} ${args.map(({ id }) => id).join(" ")}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const at = (node: Constant | Data, i: number) => (node.op === "constant" ? node.value : node.values[i]!);
    const values = Float64Array.from({ length }, (_, i) => evaluate(...args.map((node) => at(node, i))));
    const folded = this.data(values);
    this.made.set(key, folded);
    return folded;
  }

  /** A product as a constant or a number times the rest, if it is one. */
  private factored(node: Node): readonly [Node, Node] | null {
    if (!isOperation(node, "mul")) return null;
    const [a, b] = node.args as [Node, Node];
    if (isConstant(a) || (node.length > 0 && a.length === 0)) return [a, b];
    return null;
  }

  /** A sum as the rest and a constant added to it; constants gather at the end of a sum. */
  private withoutConstant(node: Node): readonly [Node, number] {
    if (!isOperation(node, "add") && !isOperation(node, "sub")) return [node, 0];
    const [a, b] = node.args as [Node, Node];
    if (isConstant(b)) return [a, isOperation(node, "add") ? b.value : -b.value];
    if (isConstant(a) && isOperation(node, "add")) return [b, a.value];
    return [node, 0];
  }

  /** s, a and b of two lanes s a and s b. */
  private commonFactor(a: Node, b: Node): readonly [Node, Node, Node] | null {
    if (a.length === 0 || b.length === 0) return null;
    const one = this.factored(a);
    const other = this.factored(b);
    if (one === null || other === null || one[0] !== other[0]) return null;
    return [one[0], one[1], other[1]];
  }
}
