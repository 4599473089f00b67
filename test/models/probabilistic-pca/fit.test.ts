import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import { byteMoments } from "pml/internal/models/probabilistic-pca/byte-moments";
import { leadingEigen } from "pml/internal/models/probabilistic-pca/leading-eigen";
import {
  computeMoments,
  fitProbabilisticPca,
  fitProbabilisticPcaToRows,
  imageRows,
  type Observations,
} from "pml/models";
import { Random } from "pml/random";
import { float64Scope, matrix } from "pml/tensorflow";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";

const images = (count: number): Observations => {
  const { values, columns } = imageRows(loadMnist().test, { divisor: 255 });
  return { values: values.subarray(0, count * columns), columns, divisor: 255 };
};

test("exact sums of bytes give the moments of centred doubles: pixels, any bytes, one column, offsets", () => {
  const random = Random.from(1);
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => random.integer(256));
  const cases: Observations[] = [
    images(3000),
    { values: bytes(5 * 40), columns: 40, offset: 0.5, divisor: 256 },
    { values: bytes(300 * 127), columns: 127 },
    { values: bytes(300 * 128), columns: 128 },
    { values: bytes(300 * 129), columns: 129 },
    { values: bytes(2050), columns: 1 },
    { values: new Uint8Array(6 * 7), columns: 7 },
  ];
  for (const rows of cases) {
    for (const ddof of [0, 1] as const) {
      const exact = byteMoments(rows, ddof);
      const centred = computeMoments(rows, { ddof });
      assert.deepEqual([exact.count, exact.columns, exact.ddof], [centred.count, centred.columns, ddof]);
      assertClose(exact.mean, centred.mean, 1e-14);
      const scale = centred.covariance.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1e-300);
      assertClose(
        exact.covariance.map((entry) => entry / scale),
        centred.covariance.map((entry) => entry / scale),
        1e-13,
      );
    }
  }
});

test("a covariance of bytes that hardly vary far from 0 keeps all its digits", () => {
  const values = Uint8Array.from({ length: 2 * 9000 }, (_, i) => 254 + (i % 18 === 0 ? 1 : 0));
  const { covariance } = byteMoments({ values, columns: 2 }, 0);
  // one in nine rows of the first column is 255, the second column never varies
  assertClose(covariance, [8 / 81, 0, 0, 0], 1e-16);
});

/** Rotates a diagonal matrix by Householder reflections, so that its eigenpairs are known. */
function withEigenvalues(values: Float64Array, random: Random) {
  const size = values.length;
  const axes = new Float64Array(size * size);
  for (let i = 0; i < size; i++) axes[i * size + i] = 1;
  for (let reflection = 0; reflection < 3; reflection++) {
    const u = random.fillNormal(new Float64Array(size));
    const squared = u.reduce((sum, entry) => sum + entry * entry, 0);
    for (let i = 0; i < size; i++) {
      const row = axes.subarray(i * size, (i + 1) * size);
      const along = (2 * row.reduce((sum, entry, j) => sum + entry * u[j]!, 0)) / squared;
      for (let j = 0; j < size; j++) row[j] = row[j]! - along * u[j]!;
    }
  }
  const entries = float64Scope(() => {
    const vectors = matrix(axes, size, size);
    return vectors
      .times(matrix(values, 1, size))
      .multiply(vectors, { transposeRight: true })
      .toArray();
  });
  return { entries, axes };
}

test("leading eigenpairs are those of the whole decomposition, also where eigenvalues coincide", () => {
  const size = 500;
  const falling = Float64Array.from({ length: size }, (_, i) => 5 / (1 + i));
  const twins = falling.map((value, i) => (i < 3 ? 4 : value));
  for (const values of [falling, twins]) {
    const { entries, axes } = withEigenvalues(values, Random.from(2));
    const found = leadingEigen(entries, size, 3)!;
    assertClose(found.values, values.slice(0, 3), 1e-13);
    // the space they span is unique, even where its axes are not
    const projector = (vectors: Float64Array, columns: number) =>
      float64Scope(() => {
        const leading = matrix(vectors, size, columns).columnRange(0, 3);
        return leading.multiply(leading, { transposeRight: true }).toArray();
      });
    assertClose(projector(found.vectors, 3), projector(axes, size), 1e-12);
  }
});

test("what a few products cannot tell is left to the whole decomposition: flat spectra, small matrices", () => {
  const { entries } = withEigenvalues(
    Float64Array.from({ length: 300 }, (_, i) => 1 - 1e-7 * i),
    Random.from(3),
  );
  assert.equal(leadingEigen(entries, 300, 2), undefined);
  assert.equal(leadingEigen(entries.subarray(0, 100), 10, 1), undefined);
});

test("the fit to rows is the closed form: bytes and doubles, many columns and few, both signs and divisors", () => {
  const rows = images(2000);
  const doubles = { values: Float64Array.from(rows.values, (level) => level / 255), columns: rows.columns };
  const few = { values: correlatedRows(100, 6, 1), columns: 6 };
  for (const observations of [rows, doubles, few]) {
    for (const [components, ddof, signs] of [
      [1, 0, "largest-positive"],
      [2, 1, "largest-negative"],
      [5, 0, "largest-positive"],
    ] as const) {
      const found = fitProbabilisticPcaToRows(observations, { components, ddof, signs });
      const expected = fitProbabilisticPca(computeMoments(observations, { ddof }), { components, signs });
      assert.deepEqual(found.config, expected.config);
      for (const name of ["mean", "weights", "noiseVariance", "axisVariances"] as const) {
        assert.deepEqual(found.parameters[name].shape, expected.parameters[name].shape);
        assertClose(found.parameters[name].data, expected.parameters[name].data, 1e-11, name);
      }
    }
  }
});

test("data without noise and impossible numbers of components are refused as by the closed form", () => {
  // 300 columns that are multiples of one
  const line = Uint8Array.from({ length: 50 * 300 }, (_, i) => Math.floor(i / 300) * (1 + (i % 5)));
  assert.throws(
    () => fitProbabilisticPcaToRows({ values: line, columns: 300 }, { components: 1 }),
    /vary in 1 or fewer dimensions only/,
  );
  const rows = { values: correlatedRows(50, 4, 5), columns: 4 };
  assert.throws(() => fitProbabilisticPcaToRows(rows, { components: 4 }), /components must be below 4/);
  assert.throws(
    () => fitProbabilisticPcaToRows({ values: Uint8Array.of(1, 2, 3), columns: 2 }, { components: 1 }),
    /whole number of rows/,
  );
});
