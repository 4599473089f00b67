import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  add,
  type Differentiated,
  differentiated,
  dot,
  gather,
  mul,
  type Scalar,
  scan,
  sum,
  type Vector,
} from "pml/autodiff";
import { compareGradient } from "pml/inference";
import { type Growth, grow, growth } from "./expressions.js";

const position = (dimension: number) =>
  fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: dimension, maxLength: dimension });

/** Checks a function's gradient against finite differences, and that both backends give the same bits. */
function check(dimension: number, of: (x: Vector) => Scalar, at: readonly number[]): void {
  const generated = differentiated(dimension, of, "generated");
  const interpreted = differentiated(dimension, of, "interpreted");
  const evaluate = (each: Differentiated) => {
    const gradient = new Float64Array(dimension).fill(Number.NaN);
    return [each.valueAndGradient(Float64Array.from(at), gradient), ...gradient];
  };
  assert.deepEqual(evaluate(generated), evaluate(interpreted));
  // twice the same: no state is left behind
  assert.deepEqual(evaluate(generated), evaluate(generated));
  const density = { dimension, logDensityAndGradient: generated.valueAndGradient };
  const { wrong } = compareGradient(density, at, 1e-6);
  assert.deepEqual(wrong, []);
}

test("random expressions of numbers: gradient by differences, interpreter and code equal to the bit", () => {
  fc.assert(
    fc.property(growth(), position(3), (steps, at) => {
      check(3, (x) => grow([...x], steps), at);
    }),
    { numRuns: 150, seed: 1 },
  );
});

/** The same expression on lanes: numbers and vectors mixed, then summed. */
function onLanes(
  x: Vector,
  y: readonly number[],
  places: readonly number[],
  steps: readonly Growth[],
): Scalar {
  const lanes = [x, gather(x, places), mul(x, x.at(0)), y, x.at(1), add(x.at(2), y)] as unknown as Scalar[];
  const grown = grow(lanes, steps) as unknown as Vector;
  return add(sum(grown), dot(grown, y));
}

test("random expressions of long vectors: the same", () => {
  const length = 20;
  fc.assert(
    fc.property(
      growth(),
      position(length),
      position(length),
      fc.array(fc.nat(length - 1), { minLength: length, maxLength: length }),
      (steps, at, y, places) => {
        check(length, (x) => onLanes(x, y, places, steps), at);
      },
    ),
    { numRuns: 80, seed: 2 },
  );
});

test("random recursions, unrolled and looped: the same", () => {
  const recursion = (
    x: Vector,
    count: number,
    u: readonly number[],
    first: readonly Growth[],
    second: readonly Growth[],
  ) => {
    const over = { u: u.slice(0, count) };
    const { before, after, last } = scan(over, { a: x.at(0), b: 0.3 }, ({ a, b }, at) => ({
      a: grow([a, b, at.u, x.at(1)], first),
      b: grow([b, a, x.at(2)], second),
    }));
    return add(add(last.a, mul(0.1, last.b)), add(dot(after.a, before.b), sum(mul(0.2, before.a))));
  };
  fc.assert(
    fc.property(
      growth(),
      growth(),
      position(3),
      position(30),
      fc.integer({ min: 3, max: 30 }),
      (first, second, at, u, count) => {
        check(3, (x) => recursion(x, count, u, first.slice(0, 4), second.slice(0, 4)), at);
      },
    ),
    { numRuns: 80, seed: 3 },
  );
});

test("states that take each other's places, and vectors of several lengths, in closed form", () => {
  for (const count of [3, 16, 17, 30]) {
    // Fibonacci's numbers: F_n x_0 + F_{n+1} x_1
    const fibonacci = [0, 1];
    for (let i = 0; i < count; i++) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
    const [before, now] = [fibonacci[count - 1]!, fibonacci[count]!];
    // either state may be the one that the other's update reads
    const sums = [
      differentiated(
        2,
        (x) => scan(count, { a: x.at(0), b: x.at(1) }, ({ a, b }) => ({ a: b, b: add(a, b) })).last.a,
      ),
      differentiated(
        2,
        (x) => scan(count, { b: x.at(1), a: x.at(0) }, ({ a, b }) => ({ b: add(a, b), a: b })).last.a,
      ),
    ];
    for (const { valueAndGradient } of sums) {
      const gradient = new Float64Array(2);
      const value = valueAndGradient(Float64Array.of(2, 3), gradient);
      assert.deepEqual([value, ...gradient], [2 * before + 3 * now, before, now]);
    }
  }
  const long = Array.from({ length: 37 }, (_, i) => (i * 5) % 20);
  check(
    20,
    (x) => {
      const spread = gather(x, long);
      const total = dot(spread, spread);
      return add(sum(mul(x, total)), sum(mul(spread, sum(x))));
    },
    Array.from({ length: 20 }, (_, i) => 0.3 * Math.sin(i)),
  );
});
