import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FactorMixture, type GaussianMixture, parameterArray } from "pml/models";
import * as factorMixture from "pml/models/factor-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { normaliseRows } from "#internal/models/common/normalise-rows";

/** Two equal components at -a and a in each of two columns, of variance 1. */
async function twoComponents(a: number, type: gaussianMixture.CovarianceType): Promise<GaussianMixture> {
  const means = Float64Array.of(-a, -a, a, a);
  const one = {
    full: [1, 0, 0, 1, 1, 0, 0, 1],
    tied: [1, 0, 0, 1],
    diagonal: [1, 1, 1, 1],
    spherical: [1, 1],
  };
  const covariances = Float64Array.from(one[type]);
  const matrices = { full: [2, 2, 2], tied: [2, 2], diagonal: [2, 2], spherical: [2] };
  const parameters = {
    weights: parameterArray(Float64Array.of(0.5, 0.5), 2),
    means: parameterArray(means, 2, 2),
    covariances: parameterArray(covariances, ...matrices[type]),
  };
  const rows = {
    values: Float64Array.of(-a - 1, -a, -a, -a + 1, -a + 1, -a - 1, a, a + 1, a + 1, a - 1, a - 1, a),
    columns: 2,
  };
  const model = await gaussianMixture.fit(rows, {
    components: 2,
    covarianceType: type,
    start: { parameters },
    maxIterations: 1,
  });
  return { ...model, parameters };
}

function twoFactorAnalysers(a: number): FactorMixture {
  return {
    kind: "factor-mixture",
    config: {
      components: 2,
      factors: 1,
      dimension: 2,
      noise: "diagonal",
      varianceFloor: 1e-6,
      tolerance: 0,
      maxIterations: 1,
    },
    parameters: {
      weights: parameterArray(Float64Array.of(0.5, 0.5), 2),
      means: parameterArray(Float64Array.of(-a, -a, a, a), 2, 2),
      loadings: parameterArray(new Float64Array(4).fill(1e-3), 2, 2, 1),
      noiseVariances: parameterArray(new Float64Array(4).fill(1), 2, 2),
    },
    history: [],
    converged: true,
  };
}

const types = ["full", "tied", "diagonal", "spherical"] as const;

test("midway between two equal components each has 1/2, at ln p = -5e9 and -5e15", async () => {
  for (const [a, logDensity] of [
    [Math.sqrt(5e9), -5e9],
    [Math.sqrt(5e15), -5e15],
    [1e100, -1e200],
  ] as const) {
    const rows = { values: new Float64Array(2), columns: 2 };
    for (const type of types) {
      const found = await gaussianMixture.evaluate(await twoComponents(a, type), rows);
      assert.deepEqual([...found.responsibilities], [0.5, 0.5], `${type}, ${a}`);
      assert.ok(Math.abs(found.logLikelihood[0]! / logDensity - 1) < 1e-8);
    }
    const { responsibilities } = await factorMixture.evaluate(twoFactorAnalysers(a), rows);
    assert.deepEqual([...responsibilities], [0.5, 0.5], `factors, ${a}`);
  }
});

test("responsibilities sum to 1 and have the right ratios, however far out", async () => {
  const cases = fc.record({
    a: fc.double({ min: 0, max: 40, noNaN: true }).map((power) => 10 ** power),
    x: fc.double({ min: -2, max: 2, noNaN: true }),
    y: fc.double({ min: -2, max: 2, noNaN: true }),
    type: fc.constantFrom(...types),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ a, x, y, type }) => {
      const values = Float64Array.of(x * a, y * a, x, -x, y / a, -y / a);
      const found = await gaussianMixture.evaluate(await twoComponents(a, type), { values, columns: 2 });
      const factors = await factorMixture.evaluate(twoFactorAnalysers(a), { values, columns: 2 });
      for (const shares of [found.responsibilities, factors.responsibilities])
        for (let row = 0; row < 3; row++) {
          const sum = shares[2 * row]! + shares[2 * row + 1]!;
          assert.ok(Math.abs(sum - 1) < 2e-12, `${sum} at ${a}`);
        }
    }),
    { numRuns: 200 },
  );
});

test("from joint log-densities of any size", () => {
  const logDensity = fc.oneof(
    fc.double({ min: -1e300, max: 1e300, noNaN: true }),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
    fc.constant(Number.NEGATIVE_INFINITY),
  );
  fc.assert(
    fc.property(fc.array(logDensity, { minLength: 1, maxLength: 6 }), (table) => {
      fc.pre(table.some((value) => value > Number.NEGATIVE_INFINITY));
      const { responsibilities, logLikelihood } = normaliseRows(Float64Array.from(table), table.length);
      assert.ok(Math.abs(responsibilities.reduce((sum, value) => sum + value, 0) - 1) < 1e-14);
      assert.ok(logLikelihood[0]! >= Math.max(...table));
    }),
  );
});
