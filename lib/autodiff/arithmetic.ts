import { elementwise, type Shaped } from "./elementwise.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";
import type { Matrix, MatrixLike, Operand, Real, Scalar, Vector, VectorLike } from "./values.js";

/** Entry by entry: numbers give a number, a vector among the arguments a vector, a matrix a matrix. */
export interface Unary {
  (x: Real): Scalar;
  (x: VectorLike): Vector;
  (x: MatrixLike): Matrix;
  (x: Operand): Shaped;
}

/** Entry by entry; a number beside a vector or a matrix stands in every entry. */
export interface Binary {
  (a: Real, b: Real): Scalar;
  (a: Real | VectorLike, b: Real | VectorLike): Vector;
  (a: Real | MatrixLike, b: Real | MatrixLike): Matrix;
  (a: Operand, b: Operand): Shaped;
}

const unary = (name: string, apply: (graph: Graph, x: Node) => Node): Unary =>
  ((x: Operand) => elementwise(name, [x], (graph, node) => apply(graph, node!))) as Unary;

const binary = (name: string, apply: (graph: Graph, a: Node, b: Node) => Node): Binary =>
  ((a: Operand, b: Operand) =>
    elementwise(name, [a, b], (graph, one, other) => apply(graph, one!, other!))) as Binary;

/** a + b */
export const add = binary("add", (graph, a, b) => graph.add(a, b));
/** a - b */
export const sub = binary("sub", (graph, a, b) => graph.sub(a, b));
/** a b, entry by entry; for products of linear algebra see matvec and matmul */
export const mul = binary("mul", (graph, a, b) => graph.mul(a, b));
/** a / b */
export const div = binary("div", (graph, a, b) => graph.div(a, b));
/** a to the power b, a above 0 where b is no integer */
export const pow = binary("pow", (graph, a, b) => graph.pow(a, b));
/** The larger of both; its derivative is that of the larger one. */
export const max = binary("max", (graph, a, b) => graph.apply("max", a, b));
/** The smaller of both. */
export const min = binary("min", (graph, a, b) => graph.neg(graph.apply("max", graph.neg(a), graph.neg(b))));
/** ln(exp(a) + exp(b)), without overflow */
export const logAddExp = binary("logAddExp", (graph, a, b) => graph.add(b, graph.softplus(graph.sub(a, b))));

/** -x */
export const neg = unary("neg", (graph, x) => graph.neg(x));
/** x^2 */
export const square = unary("square", (graph, x) => graph.square(x));
/** The square root. */
export const sqrt = unary("sqrt", (graph, x) => graph.sqrt(x));
/** e^x */
export const exp = unary("exp", (graph, x) => graph.exp(x));
/** e^x - 1, with its digits near 0 */
export const expm1 = unary("expm1", (graph, x) => graph.apply("expm1", x));
/** ln x */
export const log = unary("log", (graph, x) => graph.log(x));
/** ln(1 + x), with its digits near 0 */
export const log1p = unary("log1p", (graph, x) => graph.log1p(x));
export const sin = unary("sin", (graph, x) => graph.apply("sin", x));
export const cos = unary("cos", (graph, x) => graph.apply("cos", x));
export const atan = unary("atan", (graph, x) => graph.apply("atan", x));
export const tanh = unary("tanh", (graph, x) => graph.apply("tanh", x));
/** |x|; the derivative at 0 is 0 */
export const abs = unary("abs", (graph, x) => graph.apply("abs", x));
/** ln Gamma(x), x above 0 */
export const lgamma = unary("lgamma", (graph, x) => graph.apply("logGamma", x));
/** The logistic function 1 / (1 + exp(-x)). */
export const sigmoid = unary("sigmoid", (graph, x) => graph.sigmoid(x));
/** ln(1 + exp(x)), without overflow */
export const softplus = unary("softplus", (graph, x) => graph.softplus(x));
/** ln P(Z <= x) of a standard normal Z */
export const normalLogCdf = unary("normalLogCdf", (graph, x) => graph.apply("normalLogCdf", x));
