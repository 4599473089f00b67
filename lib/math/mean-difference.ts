import { betaCdf } from "./incomplete-beta.js";
import { studentTQuantile } from "./student-t.js";

/** The difference of two means with its 95 % interval and two-sided p-value. */
export interface MeanDifference {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
}

/**
 * A difference by Student's distribution: of its squared standard error with so many degrees of freedom. Without an error the p-value is 1 or 0.
 */
export function differenceByStudent(value: number, squaredError: number, degrees: number): MeanDifference {
  if (squaredError === 0) return { value, lower: value, upper: value, pValue: value === 0 ? 1 : 0 };
  const half = studentTQuantile(0.975, degrees) * Math.sqrt(squaredError);
  const pValue = betaCdf(degrees / (degrees + value ** 2 / squaredError), degrees / 2, 0.5);
  return { value, lower: value - half, upper: value + half, pValue };
}
