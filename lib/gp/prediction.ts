import { solveLowerInPlace } from "../math/index.js";
import { crossCovariance, gramMatrix, priorVariance } from "./gram.js";
import { asInputs, type Inputs, type InputsLike } from "./inputs.js";
import type { Regression } from "./regression.js";

/** What is predicted: `f`, the function itself, or `y`, a new observation of it, with the noise. */
export type PredictionTarget = "f" | "y";

/** Means and variances at each point. */
export interface Prediction {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** A joint normal distribution over all points: row-major `m x m` covariance. */
export interface JointPrediction {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** `K(X, X*)` turned into the posterior mean `K*^T a` and, in place, into `V = L^-1 K*`. */
function condition(regression: Regression, at: Inputs): { mean: Float64Array; reduction: Float64Array } {
  const { kernel, inputs, cholesky, weights } = regression;
  const reduction = crossCovariance(kernel, inputs, at);
  const mean = new Float64Array(at.count);
  for (let i = 0; i < inputs.count; i++) {
    for (let j = 0; j < at.count; j++) mean[j]! += weights[i]! * reduction[i * at.count + j]!;
  }
  solveLowerInPlace(cholesky.lower, cholesky.size, reduction, at.count);
  return { mean, reduction };
}

/**
 * Posterior mean and variance at each point (Rasmussen & Williams 2006, eqs. 2.25, 2.26): `m = K*^T C^-1 y`,
 * `v = k** - diag(V^T V)`, `V = L^-1 K*`, and the noise variance added for `y`. Costs n^2 m.
 *
 * A variance that rounding puts below 0 (noise-free data predicted at a data point) is 0.
 */
export function predict(regression: Regression, at: InputsLike, target: PredictionTarget): Prediction {
  const points = asInputs("predict", at);
  const count = points.count;
  const { mean, reduction } = condition(regression, points);
  const variance = priorVariance(regression.kernel, points);
  for (let place = 0; place < reduction.length; place++)
    variance[place % count]! -= reduction[place]! * reduction[place]!;
  const noise = target === "y" ? regression.noise : 0;
  for (let j = 0; j < count; j++) variance[j] = Math.max(0, variance[j]!) + noise;
  return { mean, variance };
}

/** Posterior mean and covariance over all points together: `K** - V^T V`, the noise on the diagonal for `y`. Costs n m^2. */
export function predictJoint(
  regression: Regression,
  at: InputsLike,
  target: PredictionTarget,
): JointPrediction {
  const points = asInputs("predictJoint", at);
  const count = points.count;
  const { mean, reduction } = condition(regression, points);
  const covariance = gramMatrix(regression.kernel, points);
  for (let k = 0; k < regression.inputs.count; k++) {
    const row = k * count;
    for (let i = 0; i < count; i++) {
      const factor = reduction[row + i]!;
      for (let j = 0; j <= i; j++) covariance[i * count + j]! -= factor * reduction[row + j]!;
    }
  }
  const noise = target === "y" ? regression.noise : 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) covariance[j * count + i] = covariance[i * count + j]!;
    covariance[i * count + i]! += noise;
  }
  return { mean, covariance };
}
