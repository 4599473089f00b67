import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { Random } from "pml/random";
import { InputError } from "pml/support";

/** Rows of which one column is, but for rounding, a combination of the others. */
function collinearRows(seed: number, count: number, columns: number, unit: number, offset: number) {
  const random = Random.from(seed);
  const coefficients = Array.from({ length: columns - 1 }, () => random.normal());
  const values = new Float64Array(count * columns);
  for (let row = 0; row < count; row++) {
    let sum = offset;
    for (let j = 0; j < columns - 1; j++) {
      const value = unit * (random.normal() + 3 * (row % 2));
      values[row * columns + j] = value;
      sum += coefficients[j]! * value;
    }
    values[row * columns + columns - 1] = sum;
  }
  return { values, columns };
}

test("collinear columns without regularisation: always refused, with the remedy", async () => {
  const cases = fc.record({
    seed: fc.nat(),
    count: fc.integer({ min: 12, max: 60 }),
    columns: fc.integer({ min: 2, max: 6 }),
    components: fc.integer({ min: 1, max: 2 }),
    unit: fc.constantFrom(1e-100, 1e-3, 1, 1e6, 1e100),
    type: fc.constantFrom<gaussianMixture.CovarianceType>("full", "tied"),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, count, columns, components, unit, type }) => {
      const rows = collinearRows(seed, count, columns, unit, 0);
      await assert.rejects(
        gaussianMixture.fit(
          rows,
          { components, covarianceType: type, regularisation: 0 },
          { random: Random.from(1) },
        ),
        (error) =>
          error instanceof InputError &&
          /not positive definite .*raise the regularisation|lost all its points/.test(error.message),
      );
    }),
    { numRuns: 150 },
  );
});

test("with regularisation the same data are fitted", async () => {
  const rows = collinearRows(1, 200, 3, 1, 5);
  const { history } = await gaussianMixture.fit(rows, { components: 2 }, { random: Random.from(1) });
  assert.ok(history.every(({ meanLogLikelihood }) => Number.isFinite(meanLogLikelihood)));
});
