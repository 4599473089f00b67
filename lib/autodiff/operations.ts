import { digamma, logGamma, normalLogCdf } from "../math/index.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";

/** Names of the elementwise operations. */
export type ElementwiseName =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "square"
  | "sqrt"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "sin"
  | "cos"
  | "atan"
  | "tanh"
  | "pow"
  | "abs"
  | "sign"
  | "step"
  | "max"
  | "logGamma"
  | "digamma"
  | "normalLogCdf"
  | "expNegAbs"
  | "sigmoid"
  | "softplus";

/** An operation on numbers, entry by entry. */
export interface Operation {
  /** The operation itself: constants are folded and programs interpreted by it. */
  readonly evaluate: (...args: number[]) => number;
  /** The same operation as JavaScript, its arguments being names or literals. */
  readonly code: (...args: string[]) => string;
  /** Contributions to the adjoints of the arguments; null where no derivative flows. */
  readonly adjoint: (graph: Graph, bar: Node, args: readonly Node[], self: Node) => readonly (Node | null)[];
}

const none = (): readonly null[] => [null, null, null];

/** Functions that emitted code calls by name and that are no part of Math. */
export const helpers = {
  logGamma: (x: number) => (x >= 0 ? logGamma(x) : Number.NaN),
  digamma: (x: number) => (x > 0 ? digamma(x) : Number.NaN),
  normalLogCdf: (x: number) => normalLogCdf(x),
};

const unary = (
  evaluate: (x: number) => number,
  code: (x: string) => string,
  /** The derivative times the adjoint, from argument x and result y. */
  derivative: (graph: Graph, bar: Node, x: Node, y: Node) => Node,
): Operation => ({ evaluate, code, adjoint: (g, bar, [x], self) => [derivative(g, bar, x!, self)] });

/** Every elementwise operation. */
const operations: Readonly<Record<ElementwiseName, Operation>> = {
  add: {
    evaluate: (a, b) => a! + b!,
    code: (a, b) => `${a} + ${b}`,
    adjoint: (_, bar) => [bar, bar],
  },
  sub: {
    evaluate: (a, b) => a! - b!,
    code: (a, b) => `${a} - ${b}`,
    adjoint: (g, bar) => [bar, g.neg(bar)],
  },
  mul: {
    evaluate: (a, b) => a! * b!,
    code: (a, b) => `${a} * ${b}`,
    adjoint: (g, bar, [a, b]) => [g.mul(bar, b!), g.mul(bar, a!)],
  },
  div: {
    evaluate: (a, b) => a! / b!,
    code: (a, b) => `${a} / ${b}`,
    adjoint: (g, bar, [, b], self) => {
      const byNumerator = g.div(bar, b!);
      return [byNumerator, g.neg(g.mul(byNumerator, self))];
    },
  },
  neg: unary(
    (x) => -x,
    (x) => `-${x}`,
    (g, bar) => g.neg(bar),
  ),
  square: unary(
    (x) => x * x,
    (x) => `${x} * ${x}`,
    (g, bar, x) => g.mul(g.mul(g.constant(2), bar), x),
  ),
  sqrt: unary(
    Math.sqrt,
    (x) => `Math.sqrt(${x})`,
    (g, bar, _, y) => g.div(g.mul(g.constant(0.5), bar), y),
  ),
  exp: unary(
    Math.exp,
    (x) => `Math.exp(${x})`,
    (g, bar, _, y) => g.mul(bar, y),
  ),
  expm1: unary(
    Math.expm1,
    (x) => `Math.expm1(${x})`,
    (g, bar, _, y) => g.mul(bar, g.add(y, g.constant(1))),
  ),
  log: unary(
    Math.log,
    (x) => `Math.log(${x})`,
    (g, bar, x) => g.div(bar, x),
  ),
  log1p: unary(
    Math.log1p,
    (x) => `Math.log1p(${x})`,
    (g, bar, x) => g.div(bar, g.add(g.constant(1), x)),
  ),
  sin: unary(
    Math.sin,
    (x) => `Math.sin(${x})`,
    (g, bar, x) => g.mul(bar, g.apply("cos", x)),
  ),
  cos: unary(
    Math.cos,
    (x) => `Math.cos(${x})`,
    (g, bar, x) => g.neg(g.mul(bar, g.apply("sin", x))),
  ),
  atan: unary(
    Math.atan,
    (x) => `Math.atan(${x})`,
    (g, bar, x) => g.div(bar, g.add(g.constant(1), g.square(x))),
  ),
  tanh: unary(
    Math.tanh,
    (x) => `Math.tanh(${x})`,
    (g, bar, _, y) => g.mul(bar, g.sub(g.constant(1), g.square(y))),
  ),
  pow: {
    evaluate: (a, b) => a! ** b!,
    code: (a, b) => `Math.pow(${a}, ${b})`,
    adjoint: (g, bar, [a, b], self) => [
      g.mul(bar, g.mul(b!, g.pow(a!, g.sub(b!, g.constant(1))))),
      b!.active ? g.mul(bar, g.mul(self, g.log(a!))) : null,
    ],
  },
  abs: unary(
    Math.abs,
    (x) => `Math.abs(${x})`,
    (g, bar, x) => g.mul(bar, g.apply("sign", x)),
  ),
  sign: { evaluate: (x) => Math.sign(x!), code: (x) => `Math.sign(${x})`, adjoint: none },
  /** 1 above 0, otherwise 0. */
  step: { evaluate: (x) => (x! > 0 ? 1 : 0), code: (x) => `(${x} > 0 ? 1 : 0)`, adjoint: none },
  max: {
    evaluate: (a, b) => Math.max(a!, b!),
    code: (a, b) => `Math.max(${a}, ${b})`,
    adjoint: (g, bar, [a, b]) => {
      const isFirst = g.apply("step", g.sub(a!, b!));
      return [g.mul(bar, isFirst), g.mul(bar, g.sub(g.constant(1), isFirst))];
    },
  },
  logGamma: unary(
    helpers.logGamma,
    (x) => `logGamma(${x})`,
    (g, bar, x) => g.mul(bar, g.apply("digamma", x)),
  ),
  digamma: { evaluate: helpers.digamma, code: (x) => `digamma(${x})`, adjoint: none },
  normalLogCdf: unary(
    helpers.normalLogCdf,
    (x) => `normalLogCdf(${x})`,
    (g, bar, x, y) => {
      // phi(x) / Phi(x), from logarithms
      const logDensity = g.sub(g.mul(g.constant(-0.5), g.square(x)), g.constant(0.5 * Math.log(2 * Math.PI)));
      return g.mul(bar, g.exp(g.sub(logDensity, y)));
    },
  ),
  /** exp(-|x|): what the logistic function and softplus are made of. No derivative flows through it, but through them. */
  expNegAbs: {
    evaluate: (x) => Math.exp(-Math.abs(x!)),
    code: (x) => `Math.exp(-Math.abs(${x}))`,
    adjoint: none,
  },
  /** 1 / (1 + exp(-x)) of x, e = exp(-|x|) and 1 / (1 + e). */
  sigmoid: {
    evaluate: (x, e, w) => (x! >= 0 ? w! : e! * w!),
    code: (x, e, w) => `(${x} >= 0 ? ${w} : ${e} * ${w})`,
    adjoint: (g, bar, [, e, w]) => [g.mul(bar, g.mul(e!, g.square(w!))), null, null],
  },
  /** ln(1 + exp(x)) of x and e = exp(-|x|). */
  softplus: {
    evaluate: (x, e) => Math.max(x!, 0) + Math.log1p(e!),
    code: (x, e) => `(Math.max(${x}, 0) + Math.log1p(${e}))`,
    adjoint: (g, bar, [x]) => [g.mul(bar, g.sigmoid(x!)), null],
  },
};

export const operation = (name: ElementwiseName): Operation => operations[name];
