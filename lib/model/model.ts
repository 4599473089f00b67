import {
  type Backend,
  type Evaluate,
  executable,
  gradientProgram,
  type Matrix,
  type Program,
  type Scalar,
  schedule,
  tracing,
  type Vector,
} from "../autodiff/index.js";
import type { Quantity } from "../inference/index.js";
import type { LogDensity } from "../math/index.js";
import { InputError, requireLength } from "../support/index.js";
import { Factor } from "./factor.js";
import {
  entryNames,
  type Parameter,
  type Parameters,
  type Quantities,
  type QuantityRows,
  unconstrainOne,
  type Values,
} from "./parameters.js";
import { type Generated, outputsOf, shapeOf, type Terms, type Traced, trace } from "./trace.js";

/** What the draws of a traced value look like. */
type DrawsOfValue<Value> = Value extends Scalar
  ? Quantity
  : Value extends Vector
    ? Quantities
    : Value extends Matrix
      ? QuantityRows
      : never;

/** Draws by name: of each parameter and each generated quantity, on the constrained scale. */
export type NamedDraws<P extends Parameters, G extends Generated> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<Scalar | Vector | Matrix, infer Draws>
    ? Draws
    : never;
} & { readonly [Name in keyof G]: DrawsOfValue<G[Name]> };

/** A value among the outputs of a model: its name, shape, and where it begins. */
export interface NamedValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
}

/** How to compile a model. */
export interface ModelOptions {
  /** "generated", "interpreted", or (default) "either": generated code where it is allowed. */
  readonly backend?: Backend;
}

/** A function of a position that writes a known number of values. */
export interface Outputs {
  readonly length: number;
  readonly evaluate: (position: Float64Array, output: Float64Array) => void;
}

/**
 * A model with a compiled density: the logarithm of the joint density of parameters and data, on unconstrained coordinates with the
 * Jacobians of the constraints included. Samplers take it as it is; see also {@link sampleModel}.
 */
export class Model<P extends Parameters = Parameters, G extends Generated = Generated> implements LogDensity {
  readonly dimension: number;
  readonly logDensityAndGradient: (position: Float64Array, gradient: Float64Array) => number;
  /** Names of the unconstrained coordinates. */
  readonly coordinateNames: readonly string[];
  /** Parameters, then generated quantities. */
  readonly values: readonly NamedValue[];
  /** The density and its gradient as a program, plain data but for hand-written primitives. */
  readonly program: Program;
  /** Never set: carries the types of the draws. */
  readonly types?: { readonly parameters: P; readonly generated: G };
  private readonly made = new Map<string, unknown>();

  /** @internal use {@link model} */
  constructor(
    readonly traced: Traced,
    private readonly backend: Backend,
  ) {
    this.dimension = traced.dimension;
    this.program = tracing(() => gradientProgram(traced.graph, traced.logDensity, traced.coordinates));
    this.logDensityAndGradient = executable("model", this.program, backend);
    this.coordinateNames = traced.placed.flatMap(({ name, parameter }) => freeNames(name, parameter));
    let offset = 0;
    this.values = this.allValues().map(([name, value]) => {
      const shape = shapeOf(value);
      const entry = { name, shape, offset };
      offset += shape.reduce((product, each) => product * each, 1);
      return entry;
    });
  }

  private allValues(): [string, Scalar | Vector | Matrix][] {
    const { placed, generated } = this.traced;
    return [
      ...placed.map(({ name, value }): [string, typeof value] => [name, value]),
      ...Object.entries(generated),
    ];
  }

  /** Names of all entries of parameters and generated quantities: "mu", "theta[0]", ... */
  get entryNames(): string[] {
    return this.values.flatMap(({ name, shape }) => entryNames(name, shape));
  }

  /** Parameters and generated quantities at an unconstrained position, one after the other. */
  get constrained(): Outputs {
    return this.once("constrained", () => this.outputs(this.allValues().map(([, value]) => value)));
  }

  /** Compiled functions of further traced values. @internal */
  outputs(values: readonly (Scalar | Vector | Matrix)[]): Outputs {
    const { outputs, length } = outputsOf(values);
    const program = schedule(this.traced.graph.constant(0), outputs);
    const evaluate: Evaluate = executable("model", program, isLong(program) ? "interpreted" : this.backend);
    return { length, evaluate };
  }

  /** A thing that is made when it is first asked for. @internal */
  once<Thing>(key: string, make: () => Thing): Thing {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as Thing;
  }

  /**
   * The unconstrained position of parameters, for instance to start chains at.
   *
   * @param values by name; a matrix in rows, one row after the other
   * @throws InputError if one is missing or violates its constraint
   */
  unconstrain(values: Readonly<Record<keyof P & string, number | ArrayLike<number>>>): Float64Array {
    const position = new Float64Array(this.dimension);
    for (const { name, parameter, offset } of this.traced.placed) {
      const value: number | ArrayLike<number> | undefined = values[name];
      if (value === undefined) throw new InputError("Model.unconstrain", `no value of ${name}`, { name });
      const entries = typeof value === "number" ? [value] : value;
      position.set(unconstrainOne("Model.unconstrain", name, parameter, entries), offset);
    }
    return position;
  }

  /** Each term of the log density at a position, by name: to find one that is not finite. */
  termsAt(position: ArrayLike<number>): Readonly<Record<string, number>> {
    requireLength("Model.termsAt", "position", position.length, this.dimension);
    const terms = this.once("terms", () => {
      const values = this.traced.terms.map(({ term }) => (term instanceof Factor ? term.logDensity : term));
      return this.outputs(values);
    });
    const output = new Float64Array(terms.length);
    terms.evaluate(Float64Array.from(position), output);
    return Object.fromEntries(
      this.traced.terms.map(({ name, term }, i) => [labelOf(name, term), output[i]!]),
    );
  }
}

const labelOf = (name: string, term: Factor | Scalar): string =>
  term instanceof Factor && /^\d+$/.test(name) ? `${name} (${term.distribution})` : name;

/** Programs for draws may be longer than what is run millions of times. */
function isLong(program: Program): boolean {
  return program.instructions.length > 2000;
}

function freeNames(name: string, parameter: Parameter): string[] {
  const { constraint, shape, free } = parameter;
  if (constraint === "real") return entryNames(name, shape);
  const prefix = constraint === "positive" ? `log ${name}` : `${name}.free`;
  return entryNames(prefix, shape.length === 0 ? [] : [free]);
}

/**
 * A model: parameters with constraints, and the terms of its log density.
 *
 * The functions are called once, with traced values instead of numbers; what they return is compiled. Gradients, transforms to
 * unconstrained coordinates and their Jacobians come of themselves. Factors whose variate is data are the likelihood.
 *
 * @param density factors of the joint density, in a list or by name; numbers are added to the log density as they are
 * @param generated further quantities to be reported with the draws
 * @throws InputError for shapes that do not fit, data outside their support, control flow that depends on a parameter, expressions
 * that unroll into too many operations
 *
 * @example
 * const schools = model(
 *   { mu: real(), tau: positive(), z: vector(8) },
 *   ({ mu, tau, z }) => [
 *     normal(mu, { mean: 0, sd: 5 }),
 *     cauchy(tau, { location: 0, scale: 5 }),
 *     normal(z, { mean: 0, sd: 1 }),
 *     normal(y, { mean: add(mu, mul(tau, z)), sd: sigma }),
 *   ],
 *   ({ mu, tau, z }) => ({ theta: add(mu, mul(tau, z)) }),
 * );
 */
// biome-ignore lint/complexity/noBannedTypes: no generated quantities are an object without properties
export function model<P extends Parameters, G extends Generated = {}>(
  parameters: P,
  density: (values: Values<P>) => Terms,
  generated?: (values: Values<P>) => G,
  options: ModelOptions = {},
): Model<P, G> {
  if (Object.keys(parameters).length === 0)
    throw new InputError("model", "wants at least one parameter, got none");
  return tracing(
    (graph) => new Model<P, G>(trace(graph, parameters, density, generated), options.backend ?? "either"),
  );
}
