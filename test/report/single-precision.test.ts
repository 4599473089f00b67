import assert from "node:assert/strict";
import { test } from "node:test";
import { cholesky } from "pml/math";
import { hasSingleFactor } from "pml/report";

/** Two rows of ones with something on the diagonal: a place asked for twice. */
const twice = (noise: number) => [1 + noise, 1, 1, 1 + noise];

test("a factor that doubles have and single precision has not", () => {
  assert.ok(hasSingleFactor(twice(1e-4), 2));
  assert.ok(!hasSingleFactor(twice(1e-8), 2), "1 + 1e-8 is 1 in 24 bits");
  cholesky(Float64Array.from(twice(1e-8)), 2);
  assert.ok(hasSingleFactor([4, 2, 0, 2, 5, 1, 0, 1, 3], 3));
  assert.ok(!hasSingleFactor([1, 2, 2, 1], 2), "not positive definite at all");
  assert.throws(() => hasSingleFactor([1, 2, 3], 2), /matrix/);
});
