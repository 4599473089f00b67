import { InputError, requireInput } from "../support/index.js";
import { differentiate } from "./differentiate.js";
import { generate } from "./emit.js";
import type { Graph } from "./graph.js";
import { type Evaluate, interpret } from "./interpret.js";
import type { Node } from "./node.js";
import type { Program } from "./program.js";
import { read } from "./read.js";
import { type Output, requireShort, schedule } from "./schedule.js";
import { type Scalar, tracing, type Vector, vectorOfParameters } from "./values.js";

/** How a program is run: by code generated for it, by the interpreter, or by whichever is allowed. */
export type Backend = "generated" | "interpreted" | "either";

/** A program's function. Where code may not be generated and "either" is asked for, the interpreter serves. */
export function executable(caller: string, program: Program, backend: Backend = "either"): Evaluate {
  if (backend === "interpreted") return interpret(program);
  requireShort(caller, program);
  try {
    return generate(program);
  } catch (error) {
    if (backend === "generated" || !(error instanceof EvalError)) throw error;
    return interpret(program);
  }
}

/** The program that returns a number and writes its derivatives with respect to all coordinates of the position. */
export function gradientProgram(graph: Graph, result: Node, parameters: readonly Node[]): Program {
  const adjoints = differentiate(graph, result, parameters);
  const outputs = adjoints.map((node, i): Output => {
    const parameter = parameters[i]!;
    if (parameter.op !== "parameter") throw new Error("derivatives are taken with respect to parameters");
    return { node, offset: parameter.offset, length: Math.max(1, parameter.length) };
  });
  return schedule(result, outputs);
}

/** A function of a vector, with its gradient. */
export interface Differentiated {
  readonly dimension: number;
  /** Writes the gradient at `position` and returns the value. */
  readonly valueAndGradient: Evaluate;
  readonly program: Program;
}

/**
 * Traces a function of a vector once and makes from it a function that gives value and gradient, without allocating.
 *
 * @param of built from this room's operations; not from JavaScript's operators, and without branches on its argument
 * @throws InputError if it does not return a number, or unrolls into too many operations
 *
 * @example
 * const rosenbrock = differentiated(2, ([x, y]) => add(square(sub(1, x)), mul(100, square(sub(y, square(x))))));
 */
export function differentiated(
  dimension: number,
  of: (x: Vector) => Scalar | number,
  backend: Backend = "either",
): Differentiated {
  requireInput(
    Number.isSafeInteger(dimension) && dimension > 0,
    "differentiated",
    () => `dimension must be an integer of at least 1, got ${dimension}`,
    { dimension },
  );
  const program = tracing((graph) => {
    const { vector, nodes } = vectorOfParameters(0, dimension);
    const value = read("differentiated", of(vector));
    if (value.kind !== "scalar" || value.node.length > 0)
      throw new InputError("differentiated", `the function must return a number, got a ${value.kind}`);
    return gradientProgram(graph, value.node, nodes);
  });
  return { dimension, program, valueAndGradient: executable("differentiated", program, backend) };
}
