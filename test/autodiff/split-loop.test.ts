import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  differentiated,
  exp,
  matvec,
  mul,
  type Scalar,
  softplus,
  sub,
  sum,
  type Vector,
} from "pml/autodiff";
import { Random } from "pml/random";
import { emit } from "#internal/autodiff/emit";

const loopsOf = (source: string): number => source.match(/for \(let i = 0;/g)?.length ?? 0;

/** A generalised linear model: its data, and the logarithm of its density. */
function regression(
  rows: number,
  columns: number,
  densities: (predictor: Vector, y: readonly number[]) => Scalar,
) {
  const random = Random.from(rows + columns);
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal() / 3));
  const y = Array.from({ length: rows }, () => Math.floor(3 * random.uniform()));
  const of = (beta: Vector) => densities(add(0.25, matvec(x, beta)), y);
  return { columns, of };
}

const logistic = (predictor: Vector, y: readonly number[]): Scalar =>
  sum(sub(mul(y, predictor), softplus(predictor)));
const poisson = (predictor: Vector, y: readonly number[]): Scalar =>
  sum(sub(mul(y, predictor), exp(predictor)));

for (const [name, densities] of Object.entries({ logistic, poisson })) {
  test(`a ${name} regression's loop is split around its calls and gives the bits of one loop`, () => {
    for (const [rows, columns] of [
      [1, 4],
      [37, 5],
      [300, 10],
      [50, 16],
    ] as const) {
      const { of } = regression(rows, columns, densities);
      const generated = differentiated(columns, of, "generated");
      const interpreted = differentiated(columns, of, "interpreted");
      const loops = loopsOf(emit(generated.program));
      assert.ok(rows === 1 || loops === 3, `${rows} x ${columns}: ${loops} loops`);
      const random = Random.from(name);
      for (let round = 0; round < 5; round++) {
        const position = random.fillNormal(new Float64Array(columns));
        const [one, other] = [new Float64Array(columns), new Float64Array(columns)];
        assert.equal(
          generated.valueAndGradient(position, one),
          interpreted.valueAndGradient(position, other),
        );
        assert.deepEqual(one, other);
      }
    }
  });
}

test("few columns, no call, or more rows than the caches hold stay in one loop", () => {
  const squares = (predictor: Vector, y: readonly number[]): Scalar => {
    const residual = sub(y, predictor);
    return sum(mul(residual, residual));
  };
  for (const { columns, of } of [
    regression(100, 3, logistic),
    regression(100, 8, squares),
    regression(16_385, 4, poisson),
  ])
    assert.equal(loopsOf(emit(differentiated(columns, of).program)), 1);
});
