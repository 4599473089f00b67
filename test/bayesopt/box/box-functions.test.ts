import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ackleyFunction,
  type BoxFunction,
  braninFunction,
  hartmann6Function,
  levyFunction,
  rosenbrockFunction,
} from "pml/bayesopt";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

const functions: readonly BoxFunction[] = [
  ackleyFunction(2),
  ackleyFunction(5),
  braninFunction,
  hartmann6Function,
  levyFunction(2),
  levyFunction(4),
  rosenbrockFunction(2),
  rosenbrockFunction(4),
];

for (const { name, box, minimum, minimisers, evaluate } of functions) {
  test(`${name} has its minimum where it is said to be, and nothing lower`, () => {
    for (const x of minimisers) {
      assertClose(evaluate(x), minimum, 1e-12);
      x.forEach((value, d) => {
        assert.ok(value > box[d]!.lower && value < box[d]!.upper);
        for (const step of [-1e-3, 1e-3])
          assert.ok(evaluate(x.map((each, i) => each + (i === d ? step : 0))) > minimum);
      });
    }
    const random = Random.from(1);
    for (let i = 0; i < 2000; i++)
      assert.ok(
        evaluate(box.map(({ lower, upper }) => lower + (upper - lower) * random.uniform())) > minimum,
      );
  });
}

test("values elsewhere, by hand", () => {
  // sqrt of the mean square is 1, all cosines are 1
  assertClose(ackleyFunction(3).evaluate([1, -1, 1]), 20 - 20 * Math.exp(-0.2), 1e-14);
  assert.equal(rosenbrockFunction(3).evaluate([0, 0, 0]), 2);
  assert.equal(rosenbrockFunction(2).evaluate([2, 3]), 101);
  // w = 0 in both: sin^2(0) + (1 + 10 sin^2(1)) + 1
  assertClose(levyFunction(2).evaluate([-3, -3]), 1 + 10 * Math.sin(1) ** 2 + 1, 1e-14);
  assertClose(braninFunction.evaluate([0, 0]), 36 + 10 * (1 - 1 / (8 * Math.PI)) + 10, 1e-14);
});
