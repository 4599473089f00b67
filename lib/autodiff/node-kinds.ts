import { InputError } from "../support/index.js";
import type { Constant, Data, Node } from "./node.js";
import type { ElementwiseName } from "./operations.js";

/** A number that is known. */
export const isConstant = (node: Node): node is Constant => node.op === "constant";

/** A number or a lane that is known. */
export const isKnown = (node: Node): node is Constant | Data => node.op === "constant" || node.op === "data";

/** An elementwise operation of that name. */
export const isOperation = (node: Node, name: ElementwiseName): boolean =>
  node.op === "elementwise" && node.name === name;

/** 1 / sqrt(x) */
export function isRootReciprocal(node: Node): boolean {
  return isOperation(node, "div") && isOperation(node.args[1]!, "sqrt");
}

/** Whether a stands before b in a product: constants first, numbers before lanes. */
export function rank(a: Node, b: Node): boolean {
  if (isConstant(a)) return true;
  if ((a.length === 0) !== (b.length === 0)) return a.length === 0;
  return a.id <= b.id;
}

/** A term that costs less, or nothing, outside a loop. */
export function isWorthSplitting(node: Node): boolean {
  if (node.length === 0 || node.op === "data" || isOperation(node, "softplus")) return true;
  if (node.op !== "elementwise" || (node.name !== "add" && node.name !== "sub" && node.name !== "mul"))
    return false;
  if (node.name === "mul") return node.args[0]!.length === 0;
  return node.args.some(isWorthSplitting);
}

/** The length of an operation on these arguments: numbers go with lanes, lanes must agree. */
export function commonLength(name: string, args: readonly Node[]): number {
  let length = 0;
  for (const argument of args) {
    if (argument.length === 0 || argument.length === length) continue;
    if (length > 0)
      throw new InputError(name, `lengths must agree, got ${length} and ${argument.length}`, {
        lengths: [length, argument.length],
      });
    length = argument.length;
  }
  return length;
}
