import { requireInput, requireLength } from "../support/index.js";
import { differenceByStudent, type MeanDifference } from "./mean-difference.js";
import { meanOf, varianceOf } from "./moments.js";

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
  return differenceByStudent(meanOf(differences), varianceOf(differences) / a.length, a.length - 1);
}
