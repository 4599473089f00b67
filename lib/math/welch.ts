import { requireInput } from "../support/index.js";
import { betaCdf } from "./incomplete-beta.js";
import { meanOf, varianceOf } from "./moments.js";
import { studentTQuantile } from "./student-t.js";

/** The difference of two means with its 95 % interval and two-sided p-value. */
export interface MeanDifference {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
}

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
  if (squared === 0) return { value, lower: value, upper: value, pValue: value === 0 ? 1 : 0 };
  const degrees = squared ** 2 / (first ** 2 / (a.length - 1) + second ** 2 / (b.length - 1));
  const half = studentTQuantile(0.975, degrees) * Math.sqrt(squared);
  const pValue = betaCdf(degrees / (degrees + value ** 2 / squared), degrees / 2, 0.5);
  return { value, lower: value - half, upper: value + half, pValue };
}
