import { requireInput } from "../support/index.js";
import { differenceByStudent, type MeanDifference } from "./mean-difference.js";
import { meanOf, varianceOf } from "./moments.js";

/**
 * Welch's test (Welch 1947): `mean(a) - mean(b)` of independent samples with variances of their own; degrees of freedom by Satterthwaite.
 *
 * Throws an InputError for fewer than two values on a side. Where neither varies the p-value is 1 or 0.
 */
export function welchTest(a: readonly number[], b: readonly number[]): MeanDifference {
  requireInput(
    a.length > 1 && b.length > 1,
    "welchTest",
    () => `two values on each side are needed, got ${a.length} and ${b.length}`,
  );
  const value = meanOf(a) - meanOf(b);
  const [first, second] = [varianceOf(a) / a.length, varianceOf(b) / b.length];
  const squared = first + second;
  // without spread the degrees are 0 / 0, and are not asked for
  const degrees = squared ** 2 / (first ** 2 / (a.length - 1) + second ** 2 / (b.length - 1));
  return differenceByStudent(value, squared, degrees);
}
