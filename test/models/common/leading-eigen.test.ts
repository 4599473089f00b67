import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { float64Scope, matrix } from "pml/tensorflow";
import { leadingEigen } from "#internal/models/common/leading-eigen";
import { assertClose } from "../../support/close.js";

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
