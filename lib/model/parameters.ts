import {
  add,
  concat,
  exp,
  log1p,
  type Matrix,
  matrixOfEntries,
  mul,
  neg,
  type Scalar,
  scan,
  sigmoid,
  slice,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  type Vector,
} from "../autodiff/index.js";
import type { Quantity } from "../inference/index.js";
import { InputError, requireInput, requireInteger, wording } from "../support/index.js";

/** Quantities of a vector of N entries. */
export type Quantities<N extends number = number> = readonly Quantity[] & { readonly length: N };

/** Quantities of a matrix, in rows. */
export type QuantityRows = readonly (readonly Quantity[])[];

/** A traced value, what its draws look like, and what it is made from. */
export interface Parameter<
  Value extends Scalar | Vector | Matrix = Scalar | Vector | Matrix,
  Draws = unknown,
> {
  /** How errors and names call the constraint. */
  readonly constraint: string;
  /** No lengths for a number, one for a vector, two for a matrix. */
  readonly shape: readonly number[];
  /** Number of unconstrained coordinates. */
  readonly free: number;
  /** The constrained value of the unconstrained one, and the logarithm of the Jacobian determinant. */
  readonly constrain: (free: Vector) => { readonly value: Value; readonly logJacobian: Scalar | number };
  /** The unconstrained coordinates of a constrained value (its entries in rows), or what is wrong with it. */
  readonly unconstrain: (value: ArrayLike<number>) => Float64Array | string;
  /** Never set: carries the type of the draws. */
  readonly draws?: Draws;
}

/** What an elementwise constraint does. */
interface ElementwiseConstraint {
  readonly constraint: string;
  readonly value: (u: Scalar | Vector) => Scalar | Vector;
  readonly logJacobian: (u: Scalar | Vector) => Scalar | number;
  readonly unconstrain: (x: number) => number;
  readonly allows: (x: number) => boolean;
}

function elementwise(caller: string, rule: ElementwiseConstraint, length: number | undefined): Parameter {
  if (length !== undefined) requireInteger(caller, "length", length, 1);
  return {
    constraint: rule.constraint,
    shape: length === undefined ? [] : [length],
    free: length ?? 1,
    constrain(free) {
      const u = length === undefined ? free.at(0) : free;
      return { value: rule.value(u) as Scalar, logJacobian: rule.logJacobian(u) };
    },
    unconstrain(value) {
      for (let i = 0; i < value.length; i++)
        if (!rule.allows(value[i]!)) return wording(`must be ${rule.constraint}, got ${value[i]}`);
      return Float64Array.from(value, rule.unconstrain);
    },
  };
}

// the casts below: an elementwise operation gives a vector for a vector and a number for a number
const apply = (of: (u: Vector) => Scalar | Vector) => (u: Scalar | Vector) => of(u as Vector);

/** Any real number; with a length, a vector of them. */
export function real(): Parameter<Scalar, Quantity>;
export function real<N extends number>(length: N): Parameter<Vector, Quantities<N>>;
export function real(length?: number): Parameter {
  const rule: ElementwiseConstraint = {
    constraint: "real",
    value: (u) => u,
    logJacobian: () => 0,
    unconstrain: (x) => x,
    allows: Number.isFinite,
  };
  return elementwise("real", rule, length);
}

/** A vector of real numbers: the same as `real(length)`. */
export function vector<N extends number>(length: N): Parameter<Vector, Quantities<N>> {
  return real(length);
}

/** A number above 0, sampled as its logarithm; with a length, a vector of them. */
export function positive(): Parameter<Scalar, Quantity>;
export function positive<N extends number>(length: N): Parameter<Vector, Quantities<N>>;
export function positive(length?: number): Parameter {
  const rule: ElementwiseConstraint = {
    constraint: "positive",
    value: apply((u) => exp(u)),
    logJacobian: (u) => sum(u as Vector),
    unconstrain: Math.log,
    allows: (x) => x > 0 && Number.isFinite(x),
  };
  return elementwise("positive", rule, length);
}

/**
 * A number strictly between `lower` and `upper`, sampled on the logit scale; one end may be infinite. With a length, a vector of them.
 *
 * @throws InputError unless lower < upper
 */
export function interval(lower: number, upper: number): Parameter<Scalar, Quantity>;
export function interval<N extends number>(
  lower: number,
  upper: number,
  length: N,
): Parameter<Vector, Quantities<N>>;
export function interval(lower: number, upper: number, length?: number): Parameter {
  requireInput(lower < upper, "interval", () => `wants lower < upper, got ${lower} and ${upper}`, {
    lower,
    upper,
  });
  const range = {
    constraint: `between ${lower} and ${upper}`,
    allows: (x: number) => x > lower && x < upper && Number.isFinite(x),
  };
  return elementwise("interval", { ...range, ...rangeRule(lower, upper) }, length);
}

function rangeRule(lower: number, upper: number): Omit<ElementwiseConstraint, "constraint" | "allows"> {
  const isBelow = Number.isFinite(lower);
  const isAbove = Number.isFinite(upper);
  if (!isBelow && !isAbove) return { value: (u) => u, logJacobian: () => 0, unconstrain: (x) => x };
  if (!isAbove)
    return {
      value: apply((u) => add(lower, exp(u))),
      logJacobian: (u) => sum(u as Vector),
      unconstrain: (x) => Math.log(x - lower),
    };
  if (!isBelow)
    return {
      value: apply((u) => sub(upper, exp(u))),
      logJacobian: (u) => sum(u as Vector),
      unconstrain: (x) => Math.log(upper - x),
    };
  const width = upper - lower;
  return {
    value: apply((u) => add(lower, mul(width, sigmoid(u)))),
    // ln s(u) + ln(1 - s(u)) = u - 2 softplus(u)
    logJacobian: (u) => sum(add(Math.log(width), sub(u as Vector, mul(2, softplus(u as Vector))))),
    unconstrain: (x) => Math.log((x - lower) / (upper - x)),
  };
}

/** A real matrix. */
export function matrix(rows: number, columns: number): Parameter<Matrix, QuantityRows> {
  requireInteger("matrix", "rows", rows, 1);
  requireInteger("matrix", "columns", columns, 1);
  return {
    constraint: "real",
    shape: [rows, columns],
    free: rows * columns,
    constrain: (free) => ({ value: matrixOfEntries(free, rows, columns), logJacobian: 0 }),
    unconstrain: (value) => Float64Array.from(value),
  };
}

/**
 * A vector of `length` numbers above 0 with the sum 1, by breaking a stick: entry k is the share z_k of what is left, and
 * `z_k = 1 / (1 + exp(-(u_k - ln(length - k))))`, k from 1, so that u = 0 is the middle (Stan reference manual, 10.7).
 */
export function simplex<N extends number>(length: N): Parameter<Vector, Quantities<N>> {
  requireInteger("simplex", "length", length, 2);
  const shift = Array.from({ length: length - 1 }, (_, k) => -Math.log(length - 1 - k));
  return {
    constraint: "a simplex",
    shape: [length],
    free: length - 1,
    constrain(free) {
      const logits = add(free, shift);
      // what is left of the stick, as a logarithm: ln(1 - z) = -softplus(logit)
      const { before, last } = scan({ logit: logits }, { rest: 0 }, ({ rest }, { logit }) => ({
        rest: sub(rest, softplus(logit)),
      }));
      const logShares = sub(before.rest, softplus(neg(logits)));
      return {
        value: concat(exp(logShares), exp(last.rest)),
        logJacobian: sum(sub(logShares, softplus(logits))),
      };
    },
    unconstrain(value) {
      const total = Array.from(value).reduce((all, x) => all + x, 0);
      if (!(Math.abs(total - 1) < 1e-8) || !Array.from(value).every((x) => x > 0))
        return wording(`must be a simplex, got a sum of ${total}`);
      const free = new Float64Array(length - 1);
      // what is left after entry k, summed from the end: without cancellation
      let rest = 0;
      for (let k = length - 2; k >= 0; k--) {
        rest += value[k + 1]!;
        free[k] = Math.log(value[k]! / rest) - shift[k]!;
      }
      return free;
    },
  };
}

/** A vector of increasing numbers: the first as it is, then the logarithms of the steps. */
export function ordered<N extends number>(length: N): Parameter<Vector, Quantities<N>> {
  requireInteger("ordered", "length", length, 1);
  return {
    constraint: "increasing",
    shape: [length],
    free: length,
    constrain(free) {
      if (length === 1) return { value: free, logJacobian: 0 };
      const steps = slice(free, 1);
      const { after } = scan({ step: exp(steps) }, { x: free.at(0) }, ({ x }, { step }) => ({
        x: add(x, step),
      }));
      return { value: concat(free.at(0), after.x), logJacobian: sum(steps) };
    },
    unconstrain(value) {
      for (let i = 1; i < value.length; i++)
        if (!(value[i]! > value[i - 1]!))
          return wording(`must be increasing, got ${value[i - 1]} before ${value[i]}`);
      return Float64Array.from(value, (x, i) => (i === 0 ? x : Math.log(x - value[i - 1]!)));
    },
  };
}

/**
 * The Cholesky factor of a correlation matrix: rows of length 1, a positive diagonal, zeros above it. Made of canonical partial
 * correlations tanh(u) (Lewandowski, Kurowicka and Joe 2009; Stan reference manual, 10.12).
 */
export function correlationCholesky(size: number): Parameter<Matrix, QuantityRows> {
  requireInteger("correlationCholesky", "size", size, 2);
  return {
    constraint: "the Cholesky factor of a correlation matrix",
    shape: [size, size],
    free: (size * (size - 1)) / 2,
    constrain: (free) => constrainCorrelation(free, size),
    unconstrain: (value) => unconstrainCorrelation(value, size),
  };
}

function constrainCorrelation(free: Vector, size: number) {
  const entries: (Scalar | number)[] = [];
  let logJacobian: Scalar | number = 0;
  let next = 0;
  for (let i = 0; i < size; i++) {
    let squares: Scalar | number = 0;
    for (let j = 0; j < i; j++) {
      const u = free.at(next++);
      const rest: Scalar | number = j === 0 ? 1 : sub(1, squares);
      const entry: Scalar = j === 0 ? tanh(u) : mul(tanh(u), sqrt(rest));
      // ln(1 - tanh(u)^2) = 2 (ln 2 + u - softplus(2 u))
      const change = mul(2, sub(add(Math.LN2, u), softplus(mul(2, u))));
      logJacobian = add(logJacobian, change);
      if (j > 0) logJacobian = add(logJacobian, mul(0.5, log1p(neg(squares))));
      squares = add(squares, square(entry));
      entries.push(entry);
    }
    entries.push(i === 0 ? 1 : sqrt(sub(1, squares)));
    for (let j = i + 1; j < size; j++) entries.push(0);
  }
  return { value: matrixOfEntries(entries, size, size), logJacobian };
}

function unconstrainCorrelation(value: ArrayLike<number>, size: number): Float64Array | string {
  const free: number[] = [];
  for (let i = 0; i < size; i++) {
    let squares = 0;
    for (let j = 0; j < i; j++) {
      const entry = value[i * size + j]!;
      free.push(Math.atanh(entry / Math.sqrt(1 - squares)));
      squares += entry * entry;
    }
    if (Math.abs(squares + value[i * size + i]! ** 2 - 1) > 1e-8)
      return `must have rows of length 1, row ${i} has not`;
  }
  return free.every(Number.isFinite) ? Float64Array.from(free) : "must have a positive diagonal";
}

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The traced values of parameters. */
export type Values<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<infer Value, unknown> ? Value : never;
};

/** Names of the entries of a value: "z[3]", "L[1,0]", counted from 0. */
export function entryNames(name: string, shape: readonly number[]): string[] {
  if (shape.length === 0) return [name];
  if (shape.length === 1) return Array.from({ length: shape[0]! }, (_, i) => `${name}[${i}]`);
  const [rows, columns] = shape as [number, number];
  return Array.from(
    { length: rows * columns },
    (_, k) => `${name}[${Math.floor(k / columns)},${k % columns}]`,
  );
}

/** The unconstrained coordinates of constrained values, as an error or an array. */
export function unconstrainOne(
  caller: string,
  name: string,
  parameter: Parameter,
  value: ArrayLike<number>,
): Float64Array {
  const length = parameter.shape.reduce((product, each) => product * each, 1);
  if (value.length !== length)
    throw new InputError(caller, `${name} must have ${length} entries, got ${value.length}`, { name });
  const free = parameter.unconstrain(value);
  if (typeof free === "string") throw new InputError(caller, `${name} ${free}`, { name, value });
  return free;
}
