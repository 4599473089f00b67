import {
  entriesOf,
  type Graph,
  Matrix,
  type Node,
  type Output,
  reachable,
  read,
  Scalar,
  Vector,
  vectorOfParameters,
} from "../autodiff/index.js";
import { InputError } from "../support/index.js";
import { Factor, sizeOf, traced } from "./factor.js";
import type { Parameter, Parameters, Values } from "./parameters.js";

/** What a density is made of: factors, or traced numbers that are added as they are. */
export type Term = Factor | Scalar | number;

/** Terms as a list, or by name. */
export type Terms = Term | readonly Term[] | Readonly<Record<string, Term>>;

/** Quantities that are made of the parameters, by name. */
export type Generated = Readonly<Record<string, Scalar | Vector | Matrix>>;

/** Where a parameter's coordinates lie. */
export interface Placed {
  readonly name: string;
  readonly parameter: Parameter;
  readonly offset: number;
  readonly value: Scalar | Vector | Matrix;
}

/** A factor with its name. */
export interface NamedTerm {
  readonly name: string;
  readonly term: Factor | Scalar;
}

/** A model, traced. */
export interface Traced {
  readonly graph: Graph;
  readonly dimension: number;
  readonly placed: readonly Placed[];
  /** The nodes of the unconstrained coordinates. */
  readonly coordinates: readonly Node[];
  readonly logJacobian: Node;
  readonly terms: readonly NamedTerm[];
  /** All terms and the Jacobians. */
  readonly logDensity: Node;
  readonly generated: Generated;
}

/** Traces the description of a model in the current graph. */
export function trace<P extends Parameters>(
  graph: Graph,
  parameters: P,
  density: (values: Values<P>) => Terms,
  generated: ((values: Values<P>) => Generated) | undefined,
): Traced {
  const placed: Placed[] = [];
  const coordinates: Node[] = [];
  let logJacobian: Node = graph.constant(0);
  let offset = 0;
  for (const [name, parameter] of Object.entries(parameters)) {
    const { vector, nodes } = vectorOfParameters(offset, parameter.free);
    const made = parameter.constrain(vector);
    coordinates.push(...nodes);
    logJacobian = graph.add(logJacobian, (traced("model", made.logJacobian) as Scalar).node);
    placed.push({ name, parameter, offset, value: made.value });
    offset += parameter.free;
  }
  const values = Object.fromEntries(placed.map(({ name, value }) => [name, value])) as Values<P>;
  const terms = namedTerms(density(values));
  let logDensity = logJacobian;
  for (const { term } of terms)
    logDensity = graph.add(logDensity, term instanceof Factor ? term.logDensity.node : term.node);
  return {
    graph,
    dimension: offset,
    placed,
    coordinates,
    logJacobian,
    terms,
    logDensity,
    generated: checkGenerated(generated?.(values) ?? {}, parameters),
  };
}

function namedTerms(terms: Terms): NamedTerm[] {
  if (isTerm(terms)) return [named("0", terms)];
  if (typeof terms !== "object" || terms === null)
    throw new InputError(
      "model",
      `the density must return terms, in a list or by name, got ${String(terms)}`,
    );
  const entries = Object.entries(terms);
  if (entries.length === 0)
    throw new InputError("model", "the density must return at least one term, got none");
  return entries.map(([name, term]) => named(name, term));
}

const isTerm = (value: unknown): value is Term =>
  typeof value === "number" || value instanceof Factor || value instanceof Scalar;

function named(name: string, term: unknown): NamedTerm {
  if (!isTerm(term))
    throw new InputError(
      "model",
      `term ${name} must be a distribution's factor or a number, got ${term instanceof Vector ? `a vector of ${term.length}: sum it` : String(term)}`,
      { term: name },
    );
  if (term instanceof Factor) return { name, term };
  const value = read("model", term);
  if (value.kind !== "scalar" || value.node.length > 0)
    throw new InputError("model", `term ${name} is a value of a step of scan that has left it`, {
      term: name,
    });
  return { name, term: new Scalar(value.node) };
}

function checkGenerated(generated: Generated, parameters: Parameters): Generated {
  for (const [name, value] of Object.entries(generated)) {
    if (name in parameters)
      throw new InputError("model", `the generated quantity ${name} has the name of a parameter`, { name });
    const isValue = value instanceof Scalar || value instanceof Vector || value instanceof Matrix;
    if (!isValue)
      throw new InputError(
        "model",
        `the generated quantity ${name} must be a traced value, got ${typeof value}`,
        { name },
      );
  }
  return generated;
}

/** Values one after the other as outputs of a program, and how many numbers they are. */
export function outputsOf(values: readonly (Scalar | Vector | Matrix)[]): {
  outputs: Output[];
  length: number;
} {
  const outputs: Output[] = [];
  let length = 0;
  for (const value of values) {
    const size = sizeOf(value);
    if (value instanceof Scalar) outputs.push({ node: value.node, offset: length, length: 1 });
    else if (value.entries === null) outputs.push({ node: value.lane!, offset: length, length: size });
    else
      entriesOf(value).forEach((node, i) => {
        outputs.push({ node, offset: length + i, length: 1 });
      });
    length += size;
  }
  return { outputs, length };
}

/** The shape of a traced value. */
export function shapeOf(value: Scalar | Vector | Matrix): readonly number[] {
  if (value instanceof Scalar) return [];
  return value instanceof Vector ? [value.length] : [value.rows, value.columns];
}

/** The parameters that traced values depend on. */
export function parametersOf(
  values: readonly (Scalar | Vector | Matrix)[],
  placed: readonly Placed[],
): Set<Placed> {
  const nodes = reachable(
    values.flatMap((value) => (value instanceof Scalar ? [value.node] : (value.entries ?? [value.lane!]))),
  );
  const found = new Set<Placed>();
  for (const node of nodes)
    if (node.op === "parameter")
      for (const each of placed)
        if (node.offset >= each.offset && node.offset < each.offset + each.parameter.free) found.add(each);
  return found;
}
