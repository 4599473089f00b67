import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DenseMetric } from "pml/inference";
import { cholesky, NotPositiveDefiniteError } from "pml/math";
import { Random } from "pml/random";
import { type Matrix, matrix } from "pml/tensorflow";
import { isDoubtful, leastEigenvalue, smallestEigenvalue } from "#internal/math/conditioning";

/** A correlation matrix `(1 - e) B B^T / rows + e I`, scaled to a unit diagonal, and its smallest eigenvalue. */
function correlations(size: number, seed: number, exponent: number) {
  const random = Random.from(seed);
  const rank = Math.max(1, size - 1);
  const factor = Float64Array.from({ length: size * rank }, () => random.normal());
  const full = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let k = 0; k < rank; k++) full[i * size + j]! += factor[i * rank + k]! * factor[j * rank + k]!;
  const sds = Float64Array.from({ length: size }, (_, i) => Math.sqrt(full[i * size + i]!));
  const share = 10 ** exponent;
  const entries = full.map((entry, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i === j ? 1 : ((1 - share) * entry) / (sds[i]! * sds[j]!);
  });
  return { entries, smallest: matrix(entries, size, size, "small").symmetricEigen().values.at(-1)! };
}

const scaled = (entries: Float64Array, size: number, exponents: readonly number[]) =>
  entries.map((entry, at) => entry * 10 ** (exponents[Math.floor(at / size)]! + exponents[at % size]!));

test("the smallest eigenvalue of the correlations: to a factor of 3 where it is below 1e-5, never too small, whatever the rows' scales", () => {
  const cases = fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    seed: fc.nat(),
    exponent: fc.double({ min: -12, max: -0.1, noNaN: true }),
    scales: fc.array(fc.integer({ min: -75, max: 75 }), { minLength: 12, maxLength: 12 }),
  });
  fc.assert(
    fc.property(cases, ({ size, seed, exponent, scales }) => {
      const { entries, smallest } = correlations(size, seed, exponent);
      const { lower } = cholesky(entries, size, { purpose: "draw" });
      const estimate = smallestEigenvalue(lower, size);
      const rounding = 4 * size * 2 ** -52;
      assert.ok(estimate >= smallest * (1 - 1e-6) - rounding, `${estimate}, exact ${smallest}`);
      // where the others are not far above it, three rounds may leave more of them: 6.4 times in the worst of 641,021 cases
      const factor = smallest < 1e-5 ? 3 : 10;
      assert.ok(estimate <= factor * smallest + rounding, `${estimate}, exact ${smallest}`);
      const other = cholesky(scaled(entries, size, scales), size, { purpose: "draw" });
      const again = smallestEigenvalue(other.lower, size);
      assert.ok(Math.abs(again - estimate) <= 0.5 * estimate + rounding, `${again}, before ${estimate}`);
    }),
    { seed: 1, numRuns: 400 },
  );
});

test("a doubtful pivot is one far below its diagonal entry", () => {
  assert.equal(isDoubtful(Float64Array.of(1, 1e-3), Float64Array.of(1, 1)), false);
  assert.equal(isDoubtful(Float64Array.of(1, 1e-5), Float64Array.of(1, 1)), true);
  assert.equal(isDoubtful(Float64Array.of(1, 1e-5), Float64Array.of(1, 1e-10)), false);
  assert.equal(isDoubtful(Float64Array.of(Number.NaN), Float64Array.of(1)), true);
  assert.ok(leastEigenvalue(2, "summed") > leastEigenvalue(2));
  assert.ok(leastEigenvalue(10_000) > 10_000 * 2 ** -53);
});

/** Two variables with a correlation of sqrt(1 - pivot). */
const pair = (pivot: number) => Float64Array.of(1, Math.sqrt(1 - pivot), Math.sqrt(1 - pivot), 1);

test("every Cholesky that is solved with refuses what is singular to rounding; a draw may be flat", () => {
  const places: readonly ((entries: Float64Array) => unknown)[] = [
    (entries) => cholesky(entries, 2),
    (entries) => new DenseMetric(2, entries),
    (entries) => matrix(entries, 2, 2, "small").cholesky(),
    (entries) => matrix(entries, 2, 2, "tensorflow").cholesky(),
  ];
  for (const factor of places) {
    factor(pair(1e-7));
    factor(pair(1e-10));
    assert.throws(() => factor(pair(2e-15)), /nearly singular/);
    factor(pair(1e-10).map((entry) => entry * 1e-200));
    assert.throws(() => factor(pair(2e-15).map((entry) => entry * 1e200)), /nearly singular/);
  }
  assert.throws(() => cholesky(pair(2e-15), 2), NotPositiveDefiniteError);
  assert.equal(cholesky(pair(2e-15), 2, { purpose: "draw" }).jitter, 0);
  for (const place of ["small", "tensorflow"] as const) {
    const drawn: Matrix = matrix(pair(2e-15), 2, 2, place).cholesky("draw");
    assert.ok(drawn.diagonal()[1]! > 0);
  }
});

test("an asymmetric covariance is refused by the metric", () => {
  assert.throws(
    () => new DenseMetric(2, Float64Array.of(1, 0.5, 0.2, 1)),
    /covariance must be symmetric, but entry \[1, 0\] is 0.2 and \[0, 1\] is 0.5/,
  );
});
