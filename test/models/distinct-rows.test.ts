import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parameterArray } from "pml/models";
import * as bernoulliMixture from "pml/models/bernoulli-mixture";
import * as factorMixture from "pml/models/factor-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { Random } from "pml/random";
import { countDistinctRows } from "#internal/models/common/starting-clusters";
import { assertClose } from "../support/close.js";

const types = ["full", "tied", "diagonal", "spherical"] as const;

/** `repeats` copies of each of some distinct rows, far from each other. */
function repeated(distinct: number, repeats: number, columns: number, unit: number) {
  const values = Float64Array.from({ length: distinct * repeats * columns }, (_, i) => {
    const row = Math.floor(i / columns) % distinct;
    return unit * (row + 1) * ((i % columns) + 2);
  });
  return { values, columns };
}

test("fewer distinct rows than components: fitted with regularisation, the density that of as many components as rows", async () => {
  const cases = fc.record({
    distinct: fc.integer({ min: 1, max: 4 }),
    extra: fc.integer({ min: 1, max: 4 }),
    repeats: fc.integer({ min: 8, max: 10 }),
    columns: fc.integer({ min: 1, max: 3 }),
    unit: fc.constantFrom(1, 100),
    type: fc.constantFrom(...types),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ distinct, extra, repeats, columns, unit, type, seed }) => {
      const rows = repeated(distinct, repeats, columns, unit);
      const fit = (components: number) =>
        gaussianMixture.fit(
          rows,
          { components, covarianceType: type, regularisation: 1e-2 },
          { random: Random.from(seed) },
        );
      const many = await fit(distinct + extra);
      const few = await fit(distinct);
      assert.match(
        many.note!,
        new RegExp(`hold ${distinct} distinct ones: the ${distinct + extra} components`),
      );
      assert.equal(few.note, undefined);
      const [a, b] = [
        await gaussianMixture.logDensity(many, rows),
        await gaussianMixture.logDensity(few, rows),
      ];
      assertClose(a, b, 1e-9);
      assertClose(
        many.parameters.weights.data.reduce((sum, weight) => sum + weight, 0),
        1,
        1e-14,
      );
    }),
    { numRuns: 60 },
  );
});

test("the same for mixtures of factor analysers and of binary images", async () => {
  const rows = repeated(2, 10, 3, 1);
  const factors = (components: number) =>
    factorMixture.fit(rows, { components, factors: 1, varianceFloor: 1e-2 }, { random: Random.from(1) });
  const [many, few] = [await factors(5), await factors(2)];
  assert.match(many.note!, /20 rows hold 2 distinct ones: the 5 components/);
  const density = (model: typeof many) => factorMixture.logDensity(model, rows);
  assertClose(await density(many), await density(few), 1e-6);
  const bits = {
    values: Uint8Array.from({ length: 60 }, (_, i) => (Math.floor(i / 3) % 2 === 0 ? 1 : i % 2)),
    columns: 3,
  };
  const distinct = countDistinctRows(bits, 10);
  const binary = await bernoulliMixture.fit(bits, { components: 6 }, { random: Random.from(1) });
  assert.match(binary.note!, new RegExp(`hold ${distinct} distinct ones: the 6 components`));
  for (const value of await bernoulliMixture.logDensity(binary, bits)) assert.ok(value < 0 && value > -4);
});

test("distinct rows are counted up to what is asked", () => {
  const rows = { values: Float64Array.of(1, 2, 1, 2, 1.5, 2, 1, 2), columns: 2 };
  assert.equal(countDistinctRows(rows, 10), 2);
  assert.equal(countDistinctRows(rows, 1), 1);
});

test("an asymmetric covariance to start from is refused, one with a rounding error is not", async () => {
  const rows = { values: Float64Array.from([0, 1, 2, 0, 1, 1, 3, 2, 5, 3, 1, 4]), columns: 2 };
  const fit = (covariances: number[], covarianceType: "full" | "tied") =>
    gaussianMixture.fit(rows, {
      components: 1,
      covarianceType,
      start: {
        parameters: {
          weights: parameterArray(Float64Array.of(1), 1),
          means: parameterArray(Float64Array.of(1, 1), 1, 2),
          covariances: parameterArray(
            Float64Array.from(covariances),
            ...(covarianceType === "tied" ? [2, 2] : [1, 2, 2]),
          ),
        },
      },
      maxIterations: 2,
    });
  for (const type of ["full", "tied"] as const) {
    await assert.rejects(
      fit([2, 0.5, 0.1, 1], type),
      /must be symmetric, but entry \[1, 0\] is 0.1 and \[0, 1\] is 0.5/,
    );
    await assert.rejects(fit([2e-20, 5e-21, 1e-21, 1e-20], type), /must be symmetric/);
    await fit([2, 0.5, 0.5 + 1e-15, 1], type);
  }
});
