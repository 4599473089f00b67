import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadMnist } from "pml/data";
import {
  computeMoments,
  fitPrincipalComponents,
  imageRows,
  principalAxes,
  projectOnComponents,
} from "pml/models";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";

const rows = { values: correlatedRows(80, 5, 1), columns: 5 };

test("coordinates are uncorrelated, centred, and have the axes' variances", () => {
  const fitted = fitPrincipalComponents(rows, { components: 3 });
  const { mean, covariance } = computeMoments(
    { values: projectOnComponents(fitted, rows), columns: 3 },
    { ddof: 1 },
  );
  assertClose(mean, [0, 0, 0], 1e-13);
  const [a, b, c] = fitted.variances as unknown as [number, number, number];
  assertClose(covariance, [a, 0, 0, 0, b, 0, 0, 0, c], 1e-12);
  assert.ok(a >= b && b >= c);
});

test("all components together carry all the variance", () => {
  const { shares } = fitPrincipalComponents(rows, { components: 5 });
  assertClose(
    shares.reduce((sum, share) => sum + share, 0),
    1,
    1e-14,
  );
});

test("MNIST's test images as in the report's Figure 3d (fault M5)", () => {
  const images = imageRows(loadMnist().test, { divisor: 255 });
  const fitted = fitPrincipalComponents(images, { components: 2 });
  assertClose(fitted.variances, [5.310545, 3.987528], 1e-6);
  assertClose(fitted.shares, [0.1005, 0.0754], 5e-5);
  assertClose(projectOnComponents(fitted, images).subarray(0, 2), [-1.6128, -2.6924], 1e-4);
});

test("too many components and other widths are refused", () => {
  assert.throws(
    () => fitPrincipalComponents(rows, { components: 6 }),
    /at most the number of columns, 5, got 6/,
  );
  const fitted = fitPrincipalComponents(rows, { components: 2 });
  assert.throws(() => projectOnComponents(fitted, { values: new Float64Array(4), columns: 4 }), InputError);
});

test("constant rows have no variance to share, and no variance is below 0, whatever the unit", () => {
  const cases = fc.record({
    columns: fc.integer({ min: 1, max: 6 }),
    count: fc.integer({ min: 2, max: 40 }),
    value: fc.double({ min: -1, max: 1, noNaN: true }),
    exponent: fc.integer({ min: -150, max: 150 }),
    rank: fc.integer({ min: 0, max: 3 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ columns, count, value, exponent, rank, seed }) => {
      const random = Random.from(seed);
      const unit = 10 ** exponent;
      const directions = Array.from({ length: rank * columns }, () => random.normal());
      const values = Float64Array.from({ length: count * columns }, () => value * unit);
      for (let row = 0; row < count; row++)
        for (let k = 0; k < rank; k++) {
          const code = random.normal();
          for (let j = 0; j < columns; j++)
            values[row * columns + j]! += unit * code * directions[k * columns + j]!;
        }
      const data = { values, columns };
      const { variances, shares } = fitPrincipalComponents(data, { components: columns });
      const sum = shares.reduce((total, share) => total + share, 0);
      if (rank === 0) assert.deepEqual([...shares, ...variances], new Array(2 * columns).fill(0));
      else assertClose(sum, 1, 1e-12);
      for (const share of [...variances, ...shares]) assert.ok(share >= 0, `${share}`);
      for (const variance of principalAxes(computeMoments(data)).variances) assert.ok(variance >= 0);
    }),
    { numRuns: 300 },
  );
});
