import { cholesky, type JitterPolicy } from "../math/index.js";
import type { Random } from "../random/index.js";
import { requireLength } from "../support/index.js";
import { gramMatrix } from "./gram.js";
import { asInputs, type InputsLike } from "./inputs.js";
import { type Kernel, namedParameters } from "./kernels/kernel.js";
import { requireNoise } from "./regression.js";

/** Draws of a joint normal distribution: `mean + L z`, `L L^T = covariance + jitter I`, z standard normal. */
export interface JointSampler {
  /** Number of points. */
  readonly size: number;
  /** What was added to the diagonal: 0 unless the policy allowed more and it was needed. */
  readonly jitter: number;
  /** One draw, a value at each point. */
  draw(random: Random): Float64Array;
  /** The draw that belongs to given standard normal numbers, one per point. */
  fromNormals(normals: ArrayLike<number>): Float64Array;
}

/**
 * Prepares draws of a joint normal distribution, such as a {@link JointPrediction}. Costs m^3 / 3 once, m^2 / 2 a draw.
 *
 * The covariance of the noise-free function on a fine grid is singular in doubles: predict `y`, or allow a jitter.
 *
 * @throws NotPositiveDefiniteError if the covariance has no Cholesky factor under the jitter policy (default: none)
 */
export function jointSampler(
  { mean, covariance }: { readonly mean: Float64Array; readonly covariance: Float64Array },
  options: { readonly jitter?: JitterPolicy; readonly parameters?: Readonly<Record<string, number>> } = {},
): JointSampler {
  const size = mean.length;
  const { lower, jitter } = cholesky(covariance, size, {
    caller: "jointSampler",
    purpose: "draw",
    ...options,
  });
  const fromNormals = (normals: ArrayLike<number>): Float64Array => {
    requireLength("fromNormals", "normals", normals.length, size);
    const values = Float64Array.from(mean);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += lower[i * size + j]! * normals[j]!;
      values[i]! += sum;
    }
    return values;
  };
  const draw = (random: Random): Float64Array => fromNormals(random.fillNormal(new Float64Array(size)));
  return { size, jitter, draw, fromNormals };
}

/** Prepares draws of a kernel's prior at points: mean 0, covariance `K + noise I`. */
export function priorSampler(
  kernel: Kernel,
  at: InputsLike,
  { noise = 0, jitter }: { readonly noise?: number; readonly jitter?: JitterPolicy } = {},
): JointSampler {
  const points = asInputs("priorSampler", at);
  requireNoise("priorSampler", noise);
  const covariance = gramMatrix(kernel, points);
  for (let i = 0; i < points.count; i++) covariance[i * points.count + i]! += noise;
  return jointSampler(
    { mean: new Float64Array(points.count), covariance },
    { parameters: { ...namedParameters(kernel), noise }, jitter },
  );
}
