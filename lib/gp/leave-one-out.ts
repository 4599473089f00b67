import { invertLowerTransposed, normalLogDensity } from "../math/index.js";
import type { Regression } from "./regression.js";

/** Predictions of each observation from all others. */
export interface LeaveOneOut {
  readonly means: Float64Array;
  /** Of the observation left out, its noise included. */
  readonly variances: Float64Array;
  /** `ln p(y_i | y without i)` in nats. */
  readonly logDensities: Float64Array;
  /** Their sum, the log pseudo-likelihood. */
  readonly total: number;
}

/**
 * Leave-one-out predictions in closed form, hyper-parameters held fixed (Rasmussen & Williams 2006, eqs. 5.10-5.12):
 * with `P = C^-1`, `mean_i = y_i - (P y)_i / P_ii`, `variance_i = 1 / P_ii`. Costs n^3.
 */
export function leaveOneOut({ cholesky, weights, y }: Regression): LeaveOneOut {
  const { lower, size } = cholesky;
  const inverse = new Float64Array(size * size);
  invertLowerTransposed(lower, size, inverse);
  const variances = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let precision = 0;
    for (let k = i; k < size; k++) precision += inverse[i * size + k]! ** 2;
    variances[i] = 1 / precision;
  }
  const means = y.map((value, i) => value - weights[i]! * variances[i]!);
  const logDensities = y.map((value, i) => normalLogDensity(value, means[i]!, Math.sqrt(variances[i]!)));
  return { means, variances, logDensities, total: logDensities.reduce((sum, value) => sum + value, 0) };
}
