import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  differentiated,
  div,
  exp,
  log,
  matvec,
  mul,
  neg,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Vector,
} from "pml/autodiff";
import { Random } from "pml/random";
import { emit } from "#internal/autodiff/emit";

const rows = 200;
const random = Random.from(2);
const x = Array.from({ length: rows }, () => Array.from({ length: 3 }, () => random.normal()));
const y = Array.from(x, ([first]) => 3 + 2 * first! + 0.1 * random.normal());
const weights = Array.from(x, () => 0.5 + random.uniform());

/** How many rows each loop of the code goes over. */
const loops = (of: (position: Vector) => Scalar, dimension: number): number[] =>
  [...emit(differentiated(dimension, of, "generated").program).matchAll(/i < (\d+);/g)].map(([, count]) =>
    Number(count),
  );

interface Case {
  readonly dimension: number;
  readonly of: (position: Vector) => Scalar;
  /** What one row adds, and its derivatives, by hand. */
  readonly term: (b: Float64Array, i: number) => readonly number[];
  /** Coefficients and the outcomes. */
  readonly columns: number;
}

const residual = (b: Float64Array, i: number): number =>
  x[i]!.reduce((rest, value, j) => rest - value * b[j + 1]!, y[i]! - b[0]!);
const scaled = (factor: number, values: readonly number[]) => values.map((value) => factor * value);

const cases: Readonly<Record<string, Case>> = {
  "about a mean": {
    dimension: 1,
    of: (b) => sum(square(sub(y, b.at(0)))),
    term: (b, i) => [(y[i]! - b[0]!) ** 2, -2 * (y[i]! - b[0]!)],
    columns: 2,
  },
  "of a regression, a product with itself": {
    dimension: 4,
    of: (b) => {
      const rest = sub(sub(y, b.at(0)), matvec(x, slice(b, 1)));
      return neg(sum(mul(rest, rest)));
    },
    term: (b, i) => scaled(-residual(b, i), [residual(b, i), ...[1, ...x[i]!].map((value) => -2 * value)]),
    columns: 5,
  },
  "of a regression with weights and an unknown scale": {
    dimension: 5,
    of: (b) => {
      const rest = sub(add(b.at(0), matvec(x, slice(b, 1, 4))), y);
      return add(sum(square(div(mul(weights, rest), exp(b.at(4))))), 1);
    },
    term: (b, i) => {
      const weight = (weights[i]! * Math.exp(-b[4]!)) ** 2;
      const r = residual(b, i);
      return [weight * r * r + 1 / rows, ...scaled(-2 * weight * r, [1, ...x[i]!]), -2 * weight * r * r];
    },
    columns: 5,
  },
  "with one coefficient in two places, over data": {
    dimension: 2,
    of: (b) => {
      const [a, c] = [b.at(0), b.at(1)];
      const first = x.map(([value]) => value!);
      const second = x.map(([, value]) => value!);
      return sum(square(div(add(add(mul(a, first), mul(c, second)), mul(mul(a, c), sub(y, 1))), weights)));
    },
    term: (b, i) => {
      const [a, c] = b as unknown as [number, number];
      const [first, second] = x[i] as [number, number, number];
      const r = (a * first + c * second + a * c * (y[i]! - 1)) / weights[i]!;
      return [
        r * r,
        (2 * r * (first + c * (y[i]! - 1))) / weights[i]!,
        (2 * r * (second + a * (y[i]! - 1))) / weights[i]!,
      ];
    },
    columns: 3,
  },
};

for (const [name, { dimension, of, term, columns }] of Object.entries(cases)) {
  test(`squares ${name} are summed over as many rows as there are coefficients, and are the plain sum`, () => {
    const lengths = loops(of, dimension);
    assert.ok(lengths.length > 0 && lengths.every((length) => length === columns), lengths.join(" "));
    const [generated, interpreted] = (["generated", "interpreted"] as const).map((backend) =>
      differentiated(dimension, of, backend),
    );
    const stream = Random.from(name);
    for (let round = 0; round < 10; round++) {
      const b = stream.fillNormal(new Float64Array(dimension));
      const gradient = new Float64Array(dimension);
      const found = [generated!.valueAndGradient(b, gradient), ...gradient];
      const plain = found.map((_, k) => x.reduce((total, _, i) => total + term(b, i)[k]!, 0));
      const size = found.map((_, k) => x.reduce((total, _, i) => total + Math.abs(term(b, i)[k]!), 0));
      found.forEach((value, k) => {
        assert.ok(Math.abs(value - plain[k]!) <= 1e-13 * size[k]!, `${k}: ${value} for ${plain[k]}`);
      });
      const other = new Float64Array(dimension);
      assert.equal(interpreted!.valueAndGradient(b, other), found[0]);
      assert.deepEqual(other, gradient);
    }
  });
}

test("what is no sum of data times numbers, too short or not finite keeps its rows", () => {
  const few = y.slice(0, 3);
  const kept: readonly [(b: Vector) => Scalar, number][] = [
    [(b) => sum(square(exp(mul(b.at(0), y)))), rows],
    [(b) => sum(square(log(add(square(b.at(0)), square(y))))), rows],
    [(b) => sum(square(sub([...y.slice(1), Number.POSITIVE_INFINITY], b.at(0)))), rows],
    [(b) => sum(exp(sub(y, b.at(0)))), rows],
  ];
  for (const [of, length] of kept) assert.ok(loops(of, 1).includes(length), String(of));
  // vectors this short are unrolled
  assert.deepEqual(
    loops((b) => sum(square(sub(few, b.at(0)))), 1),
    [],
  );
});

test("outcomes far from 0: the error is that of a last bit of the data", () => {
  const far = 2 ** 30;
  const values = y.map((value) => far + Math.round(value * 1000) / 1000);
  const of = (b: Vector) => sum(square(sub(values, b.at(0))));
  const b = Float64Array.of(far + 2.5);
  const gradient = new Float64Array(1);
  const value = differentiated(1, of).valueAndGradient(b, gradient);
  const plain = values.reduce((total, each) => total + (each - b[0]!) ** 2, 0);
  const lastBit = far * 2 ** -52;
  const change = 2 * Math.sqrt(plain * rows) * lastBit;
  assert.ok(Math.abs(value - plain) < 20 * change, `${value - plain}, a last bit changes ${change}`);
});
