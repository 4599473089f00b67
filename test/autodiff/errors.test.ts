import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  differentiated,
  exp,
  gather,
  matvec,
  mul,
  type Scalar,
  scan,
  sum,
  type Vector,
} from "pml/autodiff";

const fails = (of: (x: Vector) => unknown, message: RegExp, dimension = 3) =>
  assert.throws(() => differentiated(dimension, of as (x: Vector) => Scalar), message);

test("values that reach JavaScript's operators and Math say so", () => {
  fails((x) => (x.at(0) as unknown as number) + 1, /Scalar: a traced value has no number yet.*add, sub, mul/);
  fails((x) => ((x.at(0) as unknown as number) > 0 ? x.at(0) : x.at(1)), /select no branch by it/);
  fails((x) => Math.exp(x.at(0) as unknown as number), /traced value has no number/);
  fails((x) => (x as unknown as number) * 2, /Vector: a traced value has no number/);
});

test("shapes that do not fit are told with both shapes", () => {
  fails((x) => sum(add(x, [1, 2])), /add: shapes must agree, got a vector of 3 and a vector of 2/);
  fails((x) => sum(matvec([[1, 2]], x)), /matvec: a matrix of 1 x 2 wants a vector of 2, got one of 3/);
  fails((x) => sum(gather(x, [0, 3])), /gather: places\[1\] must be an integer in 0 \.\. 2, got 3/);
  fails((x) => x.at(3), /Vector\.at: index must be an integer in 0 \.\. 2, got 3/);
  fails((x) => x, /differentiated: the function must return a number, got a vector/);
  fails((x) => sum(add(x, [1, Number.NaN, 2])), /data must be numbers, got NaN at 1/);
  fails(
    (x) => sum(add(x, undefined as never)),
    /add: wants numbers, arrays of numbers or traced values, got undefined/,
  );
});

test("values of another model, and operations outside of one, are refused", () => {
  let kept: Scalar | undefined;
  differentiated(1, (x) => {
    kept = x.at(0);
    return kept;
  });
  fails((x) => add(x.at(0), kept!), /got a value of another model/);
  assert.throws(() => add(1, 2), /call it inside the function that describes one/);
});

test("long vectors inside a recursion, and recursions inside a recursion, are refused", () => {
  const long = new Array(40).fill(0).map((_, i) => i);
  fails(
    (x) => scan(20, { a: x.at(0) }, ({ a }) => ({ a: sum(mul(long, a)) })).last.a,
    /inside scan a number of the step met a long vector/,
  );
  fails(
    (x) =>
      scan(20, { a: x.at(0) }, ({ a }) => ({ a: scan(20, { b: a }, ({ b }) => ({ b: exp(b) })).last.b })).last
        .a,
    /a recursion inside another is not supported/,
  );
});

test("an expression that unrolls into too many operations is refused", () => {
  fails((x) => {
    let sum = x.at(0);
    for (let i = 0; i < 3000; i++) sum = exp(mul(0.1, add(sum, x.at(i % 3))));
    return sum;
  }, /unrolls into \d+ operations, at most 2500 run fast: write sums over data as vectors, recursions by scan/);
});
