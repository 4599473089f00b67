import { requireInput, requireLength } from "../support/index.js";
import { betaCdf } from "./incomplete-beta.js";
import { meanOf, varianceOf } from "./moments.js";
import { studentTQuantile } from "./student-t.js";
import type { MeanDifference } from "./welch.js";

/**
 * Student's test of pairs (Student 1908): `mean(a_i - b_i)` where a_i and b_i have something in common (an image, the noise of a run) that their
 * difference is rid of; `n - 1` degrees of freedom.
 *
 * Throws an InputError for fewer than two pairs or lists of two lengths. Where the differences do not vary the p-value is 1 or 0.
 */
export function pairedTest(a: readonly number[], b: readonly number[]): MeanDifference {
  requireLength("pairedTest", "b", b.length, a.length);
  requireInput(a.length > 1, "pairedTest", () => `two pairs are needed, got ${a.length}`);
  const differences = a.map((value, i) => value - b[i]!);
  const value = meanOf(differences);
  const squared = varianceOf(differences) / a.length;
  if (squared === 0) return { value, lower: value, upper: value, pValue: value === 0 ? 1 : 0 };
  const degrees = a.length - 1;
  const half = studentTQuantile(0.975, degrees) * Math.sqrt(squared);
  const pValue = betaCdf(degrees / (degrees + value ** 2 / squared), degrees / 2, 0.5);
  return { value, lower: value - half, upper: value + half, pValue };
}
