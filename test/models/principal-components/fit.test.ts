import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadMnist } from "pml/data";
import { computeMoments, imageRows } from "pml/models";
import * as principalComponents from "pml/models/principal-components";
import { Random } from "pml/random";
import { InputError } from "pml/support";
import { assertClose } from "../../support/close.js";
import { correlatedRows } from "../../support/gaussian.js";

const rows = { values: correlatedRows(80, 5, 1), columns: 5 };

test("coordinates are uncorrelated, centred, and have the axes' variances", async () => {
  const fitted = await principalComponents.fit(rows, { components: 3 });
  const { mean, covariance } = computeMoments(
    { values: principalComponents.encode(fitted, rows), columns: 3 },
    { ddof: 1 },
  );
  assertClose(mean, [0, 0, 0], 1e-13);
  const [a, b, c] = fitted.parameters.axisVariances.data as unknown as [number, number, number];
  assertClose(covariance, [a, 0, 0, 0, b, 0, 0, 0, c], 1e-12);
  assert.ok(a >= b && b >= c);
});

test("MNIST's test images as in the report's Figure 3d (fault M5)", async () => {
  const images = imageRows(loadMnist().test, { divisor: 255 });
  const fitted = await principalComponents.fit(images, { components: 2 });
  assertClose(fitted.parameters.axisVariances.data, [5.310545, 3.987528], 1e-6);
  assertClose(principalComponents.encode(fitted, images).subarray(0, 2), [-1.6128, -2.6924], 1e-4);
});

test("too many components and other widths are refused", async () => {
  await assert.rejects(
    () => principalComponents.fit(rows, { components: 6 }),
    /at most the number of columns, 5, got 6/,
  );
  const fitted = await principalComponents.fit(rows, { components: 2 });
  assert.throws(
    () => principalComponents.encode(fitted, { values: new Float64Array(4), columns: 4 }),
    InputError,
  );
});

test("constant rows have no variance, and no variance is below 0, whatever the unit", async () => {
  const cases = fc.record({
    columns: fc.integer({ min: 1, max: 6 }),
    count: fc.integer({ min: 2, max: 40 }),
    value: fc.double({ min: -1, max: 1, noNaN: true }),
    exponent: fc.integer({ min: -150, max: 150 }),
    rank: fc.integer({ min: 0, max: 3 }),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ columns, count, value, exponent, rank, seed }) => {
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
      const { parameters } = await principalComponents.fit(data, { components: columns });
      const variances = parameters.axisVariances.data;
      const sum = variances.reduce((total, variance) => total + variance, 0);
      const { covariance } = computeMoments(data, { ddof: 1 });
      const trace = covariance.reduce((total, entry, i) => total + (i % (columns + 1) === 0 ? entry : 0), 0);
      if (rank === 0) assert.deepEqual([...variances], new Array(columns).fill(0));
      else assertClose(sum / trace, 1, 1e-12);
      for (const variance of variances) assert.ok(variance >= 0, `${variance}`);
    }),
    { numRuns: 300 },
  );
});
