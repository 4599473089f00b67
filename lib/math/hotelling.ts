import { requireInput, requireLength } from "../support/index.js";
import { cholesky, choleskySolve } from "./cholesky.js";
import { betaCdf } from "./incomplete-beta.js";

/** A joint test of several means. */
export interface JointTest {
  /** `T^2 = n (mean - expected)^T S^-1 (mean - expected)` */
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Hotelling's test (1931) of whether the means of p quantities, observed together n times, are those expected: one answer for all
 * of them, so that none is picked. `T^2 (n - p) / (p (n - 1))` has the F distribution with p and n - p degrees of freedom.
 *
 * @param rows n observations of p quantities, n > p
 * Throws an InputError for too few rows or rows of another length, a NotPositiveDefiniteError if a quantity is a linear function of others.
 */
export function hotellingTest(rows: readonly (readonly number[])[], expected: readonly number[]): JointTest {
  const n = rows.length;
  const p = expected.length;
  requireInput(
    p > 0 && n > p,
    "hotellingTest",
    () => `more rows than quantities are needed, got ${n} and ${p}`,
  );
  const mean = new Float64Array(p);
  for (const row of rows) {
    requireLength("hotellingTest", "row", row.length, p);
    row.forEach((value, j) => {
      mean[j]! += value / n;
    });
  }
  const covariance = new Float64Array(p * p);
  for (const row of rows)
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++)
        covariance[i * p + j]! += ((row[i]! - mean[i]!) * (row[j]! - mean[j]!)) / (n - 1);
  const off = mean.map((value, j) => value - expected[j]!);
  const factor = cholesky(covariance, p, { caller: "hotellingTest" });
  const solved = choleskySolve(factor, off);
  const statistic = n * off.reduce((sum, value, j) => sum + value * solved[j]!, 0);
  const f = (statistic * (n - p)) / (p * (n - 1));
  return { statistic, pValue: betaCdf((n - p) / (n - p + p * f), (n - p) / 2, p / 2) };
}
