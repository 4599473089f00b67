import {
  elementwise,
  type Graph,
  type Node,
  type Real,
  Scalar,
  sum,
  type Vector,
  type VectorLike,
} from "../../autodiff/index.js";
import type { Random } from "../../random/index.js";
import { InputError } from "../../support/index.js";
import { Factor, requireSupport, type Support, sizeOf, traced } from "../factor.js";

/** A number for every entry, or one for all. */
export type Argument = Real | VectorLike;

/** A distribution of independent numbers. */
interface Definition<Name extends string> {
  readonly support: Support;
  readonly args: readonly Name[];
  /** The logarithm of the density of one number, normalised. */
  readonly logDensity: (graph: Graph, x: Node, ...args: Node[]) => Node;
  /** One draw. */
  readonly draw: (random: Random, ...args: number[]) => number;
}

/** The distribution as a model writes it: of a number or a vector, arguments by name. */
export type Univariate<Name extends string> = (
  variate: Real | VectorLike,
  args: Readonly<Record<Name, Argument>>,
) => Factor;

/** Makes a distribution of its definition. */
export function univariate<Name extends string>(
  caller: string,
  definition: Definition<Name>,
): Univariate<Name> {
  return (variate, args) => {
    const x = traced(caller, variate);
    const given = definition.args.map((name) => argument(caller, name, args, sizeOf(x), x instanceof Scalar));
    const isData = requireSupport(caller, x, definition.support);
    const pointwise = elementwise(caller, [x, ...given], (graph, node, ...nodes) =>
      definition.logDensity(graph, node!, ...nodes),
    ) as Scalar | Vector;
    const draw = (random: Random, target: Float64Array, ...entries: readonly Float64Array[]) => {
      for (let i = 0; i < target.length; i++)
        target[i] = definition.draw(random, ...entries.map((values) => values[values.length === 1 ? 0 : i]!));
    };
    return new Factor(caller, variate, isData, sizeOf(x), pointwise, sum(pointwise as Vector), given, draw);
  };
}

function argument(
  caller: string,
  name: string,
  args: Readonly<Record<string, unknown>>,
  size: number,
  isNumber: boolean,
): Scalar | Vector {
  const value = args?.[name];
  if (value === undefined)
    throw new InputError(
      caller,
      `wants the argument ${name}, got ${Object.keys(args ?? {}).join(", ") || "none"}`,
      { name },
    );
  const found = traced(caller, value);
  const isFit = found instanceof Scalar || (!isNumber && "length" in found && found.length === size);
  if (!isFit) {
    const wanted = isNumber
      ? "a number, as the variate is one"
      : `a number or a vector of ${size}, as the variate is`;
    const got =
      found instanceof Scalar ? "a number" : "length" in found ? `a vector of ${found.length}` : "a matrix";
    throw new InputError(caller, `${name} must be ${wanted}, got ${got}`, { name, size: sizeOf(found) });
  }
  return found as Scalar | Vector;
}
