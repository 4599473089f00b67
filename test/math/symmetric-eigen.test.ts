import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { symmetricEigen } from "pml/math";
import { assertClose } from "../support/close.js";

test("a matrix with known eigenvalues", () => {
  // of the path of five nodes, 2 on the diagonal and -1 beside it: 2 - 2 cos(k pi / 6)
  const n = 5;
  const path = Array.from({ length: n * n }, (_, at) => {
    const apart = Math.abs(Math.floor(at / n) - (at % n));
    return apart === 0 ? 2 : apart === 1 ? -1 : 0;
  });
  const expected = [5, 4, 3, 2, 1].map((k) => 2 - 2 * Math.cos((k * Math.PI) / 6));
  assertClose(symmetricEigen(path, n).values, expected, 1e-14);
  assert.deepEqual([...symmetricEigen([3], 1).values], [3]);
  assert.deepEqual([...symmetricEigen([0, 0, 0, 0], 2).values], [0, 0]);
});

test("the vectors are orthonormal and give the matrix back, at any scale", () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 9 })
        .chain((n) =>
          fc.tuple(
            fc.constant(n),
            fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
            fc.integer({ min: -140, max: 140 }),
          ),
        ),
      ([n, entries, exponent]) => {
        const scale = 10 ** exponent;
        const matrix = entries.map((_, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          return scale * entries[i >= j ? at : j * n + i]!;
        });
        const { values, vectors } = symmetricEigen(matrix, n);
        const largest = Math.max(...matrix.map(Math.abs));
        for (let i = 0; i < n; i++) {
          if (i > 0) assert.ok(values[i]! <= values[i - 1]!);
          for (let j = 0; j < n; j++) {
            let [product, restored] = [0, 0];
            for (let k = 0; k < n; k++) {
              product += vectors[k * n + i]! * vectors[k * n + j]!;
              restored += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!;
            }
            assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-13);
            assert.ok(Math.abs(restored - matrix[i * n + j]!) <= 1e-13 * n * largest);
          }
        }
      },
    ),
    { seed: 4, numRuns: 300 },
  );
});

test("what is no matrix is refused", () => {
  assert.throws(() => symmetricEigen([1, 2, 3], 2), /symmetricEigen: matrix must have length 4, got 3/);
  assert.throws(() => symmetricEigen([1, Number.NaN, 0, 1], 2), /symmetricEigen: matrix\[1\] must be finite/);
});
