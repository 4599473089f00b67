import fc from "fast-check";
import {
  abs,
  add,
  atan,
  cos,
  div,
  exp,
  expm1,
  lgamma,
  log,
  log1p,
  logAddExp,
  max,
  mul,
  neg,
  normalLogCdf,
  pow,
  type Real,
  type Scalar,
  sigmoid,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
} from "pml/autodiff";

/** How a random expression grows from numbers that it has so far; each operation keeps its result finite and of moderate size. */
export type Growth = {
  readonly operation: number;
  readonly first: number;
  readonly second: number;
  readonly constant: number;
};

type Operation = (a: Scalar, b: Real) => Real;

/** Brings any number into (-2, 2) or (0.5, 2.5), so that what follows is defined and well conditioned. */
const tame = (x: Real): Scalar => mul(2, tanh(x as Scalar));
const positive = (x: Real): Scalar => add(0.5, mul(2, sigmoid(x as Scalar)));

/** Every operation of the room, in places where it is smooth. */
const growths: Readonly<Record<string, Operation>> = {
  add: (a, b) => add(a, b),
  sub: (a, b) => sub(a, b),
  mul: (a, b) => mul(tame(a), tame(b)),
  div: (a, b) => div(a, positive(b)),
  neg: (a) => neg(a),
  square: (a) => square(tame(a)),
  sqrt: (a) => sqrt(positive(a)),
  exp: (a) => exp(tame(a)),
  expm1: (a) => expm1(tame(a)),
  log: (a) => log(positive(a)),
  log1p: (a) => log1p(positive(a)),
  sin: (a) => sin(tame(a)),
  cos: (a) => cos(tame(a)),
  atan: (a) => atan(a),
  tanh: (a) => tanh(a),
  pow: (a, b) => pow(positive(a), tame(b)),
  lgamma: (a) => lgamma(positive(a)),
  normalLogCdf: (a) => normalLogCdf(tame(a)),
  softplus: (a) => softplus(a),
  sigmoid: (a) => sigmoid(a),
  logAddExp: (a, b) => logAddExp(a, b),
  // kinks lie where two independent numbers meet: almost never at a random point
  abs: (a) => abs(add(a, 17.3)),
  max: (a, b) => max(add(a, 31.7), b),
  // what the simplifier looks for
  logOfSigmoid: (a) => log(sigmoid(a)),
  logOfOneMinusSigmoid: (a) => log(sub(1, sigmoid(a))),
  log1pOfExp: (a) => log1p(exp(tame(a))),
  logOfSqrt: (a) => log(sqrt(positive(a))),
  squareOfSqrt: (a) => square(sqrt(positive(a))),
  scaled: (a) => mul(3, neg(mul(-0.5, a))),
  shifted: (a, b) => sub(add(a, 2.5), sub(b, 0.75)),
};

const names = Object.keys(growths);

/** Random expressions as data, so that fast-check can shrink them. */
export const growth = (): fc.Arbitrary<Growth[]> =>
  fc.array(
    fc.record({
      operation: fc.nat(names.length - 1),
      first: fc.nat(),
      second: fc.nat(),
      constant: fc.double({ min: -2, max: 2, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  );

/** Lets an expression grow; the result is the sum of all its numbers, tamed. */
export function grow(leaves: readonly Scalar[], growth: readonly Growth[]): Scalar {
  const numbers: Scalar[] = [...leaves];
  for (const { operation, first, second, constant } of growth) {
    const a = numbers[first % numbers.length]!;
    const b =
      second % (numbers.length + 1) === numbers.length ? constant : numbers[second % (numbers.length + 1)]!;
    const grown = growths[names[operation]!]!(a, b) as Scalar;
    numbers.push(tame(mul(0.3, grown)));
  }
  return numbers.reduce((sum, each) => add(sum, each));
}
