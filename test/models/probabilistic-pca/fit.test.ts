import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import {
  computeMoments,
  dequantisationVariance,
  imageRows,
  type Observations,
  type SignRule,
} from "pml/models";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { float64Scope, matrix } from "pml/tensorflow";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";

const images = (count: number): Observations => {
  const { values, columns } = imageRows(loadMnist().test, { divisor: 255 });
  return { values: values.subarray(0, count * columns), columns, divisor: 255 };
};

/** The closed form as it is written (Bishop 12.45 and 12.46): all eigenvalues of the centred doubles' covariance. */
function fromWholeDecomposition(
  { values, columns, divisor = 1 }: Observations,
  components: number,
  ddof: 0 | 1,
  signs: SignRule,
) {
  const doubles = Float64Array.from(values, (value) => value / divisor);
  const moments = computeMoments({ values: doubles, columns }, { ddof });
  const eigen = float64Scope(() => {
    const found = matrix(moments.covariance, columns, columns).symmetricEigen();
    return { values: found.values, vectors: found.vectors.toArray() };
  });
  const discarded = eigen.values.subarray(components);
  const noise = discarded.reduce((sum, value) => sum + value, 0) / discarded.length;
  const loadings = new Float64Array(columns * components);
  for (let m = 0; m < components; m++) {
    const axis = Float64Array.from({ length: columns }, (_, j) => eigen.vectors[j * columns + m]!);
    const largest = axis.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most));
    const sign = largest > 0 === (signs === "largest-positive") ? 1 : -1;
    axis.forEach((entry, j) => {
      loadings[j * components + m] = sign * entry * Math.sqrt(eigen.values[m]! - noise);
    });
  }
  return {
    mean: moments.mean,
    loadings,
    noiseVariance: [noise],
    axisVariances: eigen.values.subarray(0, components),
  };
}

test("the fit to rows is the closed form: bytes and doubles, many columns and few, both signs and divisors", async () => {
  const rows = images(2000);
  const doubles = { values: Float64Array.from(rows.values, (level) => level / 255), columns: rows.columns };
  const few = { values: correlatedRows(100, 6, 1), columns: 6 };
  for (const observations of [rows, doubles, few]) {
    for (const [components, ddof, signs] of [
      [1, 0, "largest-positive"],
      [2, 1, "largest-negative"],
      [5, 0, "largest-positive"],
    ] as const) {
      const found = await probabilisticPca.fit(observations, { components, ddof, signs });
      const expected = fromWholeDecomposition(observations, components, ddof, signs);
      for (const name of ["mean", "loadings", "noiseVariance", "axisVariances"] as const)
        assertClose(found.parameters[name].data, expected[name], 1e-11, name);
    }
  }
});

test("fits with several numbers of components are to the bit those made one by one", async () => {
  // 784 columns: the axes of a few components are found by iteration, those of more by the whole decomposition
  const rows = images(1000);
  const counts = [30, 2, 60];
  for (const config of [{}, { ddof: 1, signs: "largest-negative", addedVariance: 0.01 }] as const) {
    const together = await probabilisticPca.fitEach(rows, counts, config);
    for (const [i, components] of counts.entries())
      assert.deepEqual(together[i], await probabilisticPca.fit(rows, { ...config, components }));
  }
  await assert.rejects(() => probabilisticPca.fitEach(rows, [1, 784]), /components must be below 784/);
  await assert.rejects(() => probabilisticPca.fitEach(rows, [1], { addedVariance: -1 }), /at least 0/);
});

test("data without noise and impossible numbers of components are refused", async () => {
  // 300 columns that are multiples of one
  const line = Uint8Array.from({ length: 50 * 300 }, (_, i) => Math.floor(i / 300) * (1 + (i % 5)));
  await assert.rejects(
    () => probabilisticPca.fit({ values: line, columns: 300 }, { components: 1 }),
    /vary in 1 or fewer dimensions only/,
  );
  const rows = { values: correlatedRows(50, 4, 5), columns: 4 };
  await assert.rejects(() => probabilisticPca.fit(rows, { components: 4 }), /components must be below 4/);
  await assert.rejects(
    () => probabilisticPca.fit({ values: Uint8Array.of(1, 2, 3), columns: 2 }, { components: 1 }),
    /whole number of rows/,
  );
});

test("added variance fits all uniform dequantisations at once", async () => {
  const levels = images(400);
  const rows = { values: levels.values, columns: levels.columns, offset: 0.5, divisor: 256 };
  const expected = await probabilisticPca.fit(rows, {
    components: 2,
    addedVariance: dequantisationVariance(),
  });
  const plain = await probabilisticPca.fit(rows, { components: 2 });
  const added = expected.parameters.noiseVariance.data[0]! - plain.parameters.noiseVariance.data[0]!;
  assertClose(added, 1 / 12 / 256 ** 2, 1e-9);
  assertClose(expected.parameters.loadings.data, plain.parameters.loadings.data, 1e-9);
  await assert.rejects(
    probabilisticPca.fit(rows, { components: 2, addedVariance: -1 }),
    /at least 0, got -1/,
  );
});

test("EM wants a stream, and ends where the closed form is", async () => {
  const rows = { values: correlatedRows(100, 6, 1), columns: 6 };
  await assert.rejects(probabilisticPca.fit(rows, { components: 2, method: "em" }), /wants `random`/);
  const exact = await probabilisticPca.fit(rows, { components: 2 });
  const em = await probabilisticPca.fit(rows, { components: 2, method: "em" }, { random: Random.from(1) });
  assertClose(em.parameters.noiseVariance.data, exact.parameters.noiseVariance.data, 1e-4);
  assert.ok(em.converged && em.history.length > 1);
});
