import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matvec, mul, type Scalar, sum, type Vector } from "pml/autodiff";
import { checkGradient } from "pml/inference";
import {
  correlationCholesky,
  interval,
  type Matrix,
  matrix,
  model,
  ordered,
  type Parameter,
  positive,
  real,
  simplex,
} from "pml/model";
import { assertClose } from "../support/close.js";

/** Every constraint, short and long, and how many of its entries are free to move. */
const parameters: Readonly<
  Record<string, { parameter: Parameter; isFree: (i: number, j: number) => boolean }>
> = {
  real: { parameter: real(), isFree: () => true },
  "real, 20": { parameter: real(20), isFree: () => true },
  positive: { parameter: positive(), isFree: () => true },
  "positive, 3": { parameter: positive(3), isFree: () => true },
  interval: { parameter: interval(-1, 3), isFree: () => true },
  "interval above": { parameter: interval(2, Number.POSITIVE_INFINITY, 2), isFree: () => true },
  "interval below": { parameter: interval(Number.NEGATIVE_INFINITY, -2, 18), isFree: () => true },
  matrix: { parameter: matrix(2, 3), isFree: () => true },
  simplex: { parameter: simplex(4), isFree: (i) => i < 3 },
  "simplex, 20": { parameter: simplex(20), isFree: (i) => i < 19 },
  ordered: { parameter: ordered(4), isFree: () => true },
  "ordered, 20": { parameter: ordered(20), isFree: () => true },
  "correlation, 2": { parameter: correlationCholesky(2), isFree: (i, j) => j < i },
  "correlation, 4": { parameter: correlationCholesky(4), isFree: (i, j) => j < i },
};

/** The constrained value at a position, and the sum of the log Jacobian alone. */
function compiled(parameter: Parameter) {
  const only = model({ x: parameter }, () => [0]);
  const values = (position: Float64Array) => {
    const output = new Float64Array(only.constrained.length);
    only.constrained.evaluate(position, output);
    return output;
  };
  return { only, values };
}

/** ln |det| of a square matrix by elimination with pivots. */
function logDeterminant(rows: number[][]): number {
  const a = rows.map((row) => [...row]);
  let log = 0;
  for (let k = 0; k < a.length; k++) {
    const pivot = a
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(a[best]![k]!) ? k + i : best), k);
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    log += Math.log(Math.abs(a[k]![k]!));
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j < a.length; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return log;
}

for (const [name, { parameter, isFree }] of Object.entries(parameters)) {
  const { only, values } = compiled(parameter);
  const free = parameter.free;
  const position = fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), {
    minLength: free,
    maxLength: free,
  });

  test(`${name}: the constraint holds, and the way back is exact`, () => {
    fc.assert(
      fc.property(position, (at) => {
        const value = values(Float64Array.from(at));
        const back = parameter.unconstrain(value);
        assert.ok(typeof back !== "string", String(back));
        assertClose(back, at, 1e-9);
        checkGradient(only, at);
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  test(`${name}: the log Jacobian is that of finite differences`, () => {
    const columns = parameter.shape[1];
    const kept = Array.from({ length: values(new Float64Array(free)).length }, (_, k) => k).filter((k) =>
      columns === undefined ? isFree(k, 0) : isFree(Math.floor(k / columns), k % columns),
    );
    assert.equal(kept.length, free);
    fc.assert(
      fc.property(position, (at) => {
        const jacobian = kept.map((k) =>
          at.map((x, j) => {
            const moved = (by: number) =>
              values(Float64Array.from(at, (each, i) => (i === j ? x + by : each)))[k]!;
            const central = (h: number) => (moved(h) - moved(-h)) / (2 * h);
            return (4 * central(5e-4) - central(1e-3)) / 3;
          }),
        );
        const log = only.logDensityAndGradient(Float64Array.from(at), new Float64Array(free));
        assertClose(log, logDeterminant(jacobian), 1e-7);
      }),
      { numRuns: 10, seed: 6 },
    );
  });
}

test("simplices sum to 1 and ordered vectors increase, at extreme positions too", () => {
  const { values } = compiled(simplex(5));
  const value = values(Float64Array.of(40, -700, 3, 700));
  assertClose(
    value.reduce((total, x) => total + x, 0),
    1,
    1e-15,
  );
  assert.ok(value.every((x) => x >= 0 && x <= 1));
  const steps = compiled(ordered(3)).values(Float64Array.of(0, -30, 2));
  assert.ok(steps[1]! >= steps[0]! && steps[2]! > steps[1]!);
});

test("correlation factors: rows of length 1", () => {
  const { values } = compiled(correlationCholesky(5));
  const lower = values(Float64Array.from({ length: 10 }, (_, i) => Math.sin(3 * i)));
  for (let i = 0; i < 5; i++)
    assertClose(
      lower.subarray(5 * i, 5 * i + 5).reduce((total, x) => total + x * x, 0),
      1,
      1e-14,
    );
});

test("values are scalars, vectors and matrices to the compiler", () => {
  model({ a: real(), b: positive(3), c: matrix(2, 3) }, ({ a, b, c }) => {
    const [scalar, vector, rows]: [Scalar, Vector, Matrix] = [a, b, c];
    // @ts-expect-error a number is no vector
    const wrong: Vector = a;
    return [mul(scalar, sum(matvec(rows, vector))), mul(0, wrong as unknown as Scalar)];
  });
});

test("what is refused", () => {
  assert.throws(() => interval(1, 1), /interval: wants lower < upper, got 1 and 1/);
  assert.throws(() => real(0), /real: length must be an integer of at least 1, got 0/);
  assert.throws(() => simplex(1), /simplex: length must be an integer of at least 2, got 1/);
  const both = model({ p: simplex(3), s: positive() }, () => [0]);
  assert.throws(
    () => both.unconstrain({ p: [0.5, 0.5, 0.5], s: 1 }),
    /p must be a simplex, got a sum of 1\.5/,
  );
  assert.throws(() => both.unconstrain({ p: [0.5, 0.5], s: 1 }), /p must have 3 entries, got 2/);
  assert.throws(() => both.unconstrain({ p: [0.2, 0.3, 0.5], s: -1 }), /s must be positive, got -1/);
});
