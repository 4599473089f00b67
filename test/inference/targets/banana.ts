import type { LogDensity } from "pml/math";

/** x0 ~ N(meanOfX0, sd0^2), x1 | x0 ~ N(x0^2, sd1^2), all constants kept. */
export function banana(meanOfX0: number, sd0: number, sd1: number): LogDensity {
  const constant = -Math.log(2 * Math.PI * sd0 * sd1);
  return {
    dimension: 2,
    logDensityAndGradient(position, gradient) {
      const x0 = position[0]!;
      const first = (x0 - meanOfX0) / sd0;
      const second = (position[1]! - x0 * x0) / sd1;
      gradient[0] = -first / sd0 + (2 * x0 * second) / sd1;
      gradient[1] = -second / sd1;
      return constant - 0.5 * (first * first + second * second);
    },
  };
}
