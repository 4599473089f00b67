import { studentTQuantile } from "../math/index.js";
import { requireInput } from "../support/index.js";
import { meanWithError } from "./mean-with-error.js";

/** Two means of independent values compared, such as trainings of two programs from several seeds each; first minus second. */
export interface MeansComparison {
  readonly difference: number;
  /** sqrt(s1^2 / n1 + s2^2 / n2). */
  readonly standardError: number;
  /** Of Student's t: (a + b)^2 / (a^2 / (n1 - 1) + b^2 / (n2 - 1)) with a = s1^2 / n1 and b = s2^2 / n2. */
  readonly degreesOfFreedom: number;
  /** 95 % interval of the difference. */
  readonly interval: readonly [number, number];
}

/**
 * Welch's comparison of two means whose variances need not be equal (Welch 1947), for values that are not paired.
 *
 * @throws InputError unless each side has two values or more, not all of both sides equal
 */
export function compareMeans(first: ArrayLike<number>, second: ArrayLike<number>): MeansComparison {
  const sides = [first, second].map((values) => {
    requireInput(values.length > 1, "compareMeans", () => `wants two values or more, got ${values.length}`);
    return meanWithError(values);
  }) as [ReturnType<typeof meanWithError>, ReturnType<typeof meanWithError>];
  const [a, b] = sides.map(({ standardError }) => standardError ** 2) as [number, number];
  requireInput(a + b > 0, "compareMeans", "wants values that differ within a side, got two constants");
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  const difference = sides[0].mean - sides[1].mean;
  const standardError = Math.sqrt(a + b);
  const reach = studentTQuantile(0.975, degreesOfFreedom) * standardError;
  return {
    difference,
    standardError,
    degreesOfFreedom,
    interval: [difference - reach, difference + reach],
  };
}
