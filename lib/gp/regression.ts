import {
  type Cholesky,
  cholesky,
  choleskySolve,
  doubtfulPivot,
  isAccurate,
  type JitterPolicy,
  logDeterminant,
  quadraticFormError,
} from "../math/index.js";
import { InputError, requireFinite, requireInput, requireLength } from "../support/index.js";
import { gramMatrix } from "./gram.js";
import { asInputs, firstDuplicate, type Inputs, type InputsLike } from "./inputs.js";
import { type Kernel, namedParameters } from "./kernels/kernel.js";

/** What a Gaussian process regression is made from: `y_i = f(x_i) + e_i`, `f ~ GP(0, kernel)`, `e_i ~ N(0, noise)`. */
export interface RegressionProblem {
  readonly kernel: Kernel;
  /** Variance of the observation noise, at least 0. */
  readonly noise: number;
  readonly x: InputsLike;
  readonly y: ArrayLike<number>;
  /** Nothing is added to the diagonal beside the noise unless this allows it. */
  readonly jitter?: JitterPolicy;
  /**
   * A share of each prior variance k(x_i, x_i) that is added to it in any case, at least 0 and 0 by default: it keeps noise-free data
   * solvable at all parameters, and the likelihood smooth in them.
   */
  readonly nugget?: number;
}

/** A Gaussian process conditioned on data. */
export interface Regression {
  readonly kernel: Kernel;
  readonly noise: number;
  /** The share that was added to each prior variance. */
  readonly nugget: number;
  readonly inputs: Inputs;
  readonly y: Float64Array;
  /** Factor of `C = K + nugget diag K + (noise + jitter) I`; `cholesky.jitter` tells what was needed. */
  readonly cholesky: Cholesky;
  /** `C^-1 y`. */
  readonly weights: Float64Array;
  /** `ln p(y)` in nats. */
  readonly logMarginalLikelihood: number;
}

/**
 * Conditions a zero-mean Gaussian process on data, exactly (Rasmussen & Williams 2006, algorithm 2.1). Costs n^3 / 3.
 *
 * @throws InputError if lengths differ, a number is not finite, the noise is negative, or two equal inputs come with
 *   zero noise
 * @throws NotPositiveDefiniteError if C has no Cholesky factor under the jitter policy, or rounding would spoil what is made with it
 *   (docs/conditioning.md)
 *
 * @example
 * const regression = conditionOn({ kernel: rbf({ lengthscale: 0.3 }), noise: 1e-4, x: [-1, 0, 1], y: [1, 2, 1] });
 * predict(regression, [0.5], "f").mean[0];
 */
export function conditionOn({ kernel, noise, x, y, jitter, nugget = 0 }: RegressionProblem): Regression {
  const inputs = asInputs("conditionOn", x);
  requireLength("conditionOn", "y", y.length, inputs.count);
  requireFinite("conditionOn", "y", y);
  requireNoise("conditionOn", noise);
  requireNugget("conditionOn", nugget);
  if (noise === 0 && nugget === 0 && jitter === undefined) requireDistinct("conditionOn", kernel, inputs);
  const size = inputs.count;
  const covariance = gramMatrix(kernel, inputs);
  for (let i = 0; i < size; i++) {
    const place = i * size + i;
    covariance[place] = covariance[place]! * (1 + nugget) + noise;
  }
  const factor = cholesky(covariance, size, {
    caller: "conditionOn",
    parameters: { ...namedParameters(kernel), noise },
    jitter,
    problemOf: (made) => {
      const roots = Float64Array.from(y, (_, i) => Math.sqrt(covariance[i * size + i]! + made.jitter));
      return likelihoodProblem(made, roots, y);
    },
  });
  const weights = choleskySolve(factor, y);
  return {
    kernel,
    noise,
    nugget,
    inputs,
    y: Float64Array.from(y),
    cholesky: factor,
    weights,
    logMarginalLikelihood: logMarginalLikelihood(factor, weights, y),
  };
}

const doubtfulRoot = Math.sqrt(doubtfulPivot);

/** Says by how much rounding would spoil the log marginal likelihood, if it would. */
function likelihoodProblem(factor: Cholesky, roots: Float64Array, y: ArrayLike<number>): string | undefined {
  const { lower, size } = factor;
  const isSure = roots.every((root, i) => lower[i * size + i]! >= doubtfulRoot * root);
  if (isSure) return undefined;
  const weights = choleskySolve(factor, y);
  const error = 0.5 * quadraticFormError(weights, roots);
  if (isAccurate(logMarginalLikelihood(factor, weights, y), error)) return undefined;
  return `the values do not fit a nearly singular covariance matrix: rounding would spoil the log likelihood by about ${error.toPrecision(2)} nats`;
}

/** Checks that `nugget` is a share: finite and at least 0. */
export function requireNugget(caller: string, nugget: number): void {
  requireInput(
    Number.isFinite(nugget) && nugget >= 0,
    caller,
    () => `nugget must be a share (finite, at least 0), got ${nugget}`,
    { nugget },
  );
}

/** Checks that `noise` is a variance: finite and at least 0. */
export function requireNoise(caller: string, noise: number): void {
  requireInput(
    Number.isFinite(noise) && noise >= 0,
    caller,
    () => `noise must be a variance (finite, at least 0), got ${noise}`,
    { noise },
  );
}

/** Refuses equal inputs, unless the kernel gives each observation noise of its own. */
export function requireDistinct(caller: string, kernel: Kernel, inputs: Inputs): void {
  const duplicate = firstDuplicate(inputs);
  if (duplicate === null || hasOwnNoise(kernel)) return;
  const [first, second] = duplicate;
  throw new InputError(
    caller,
    `inputs ${first} and ${second} are equal and the noise is 0: their covariance matrix is singular (give a noise variance, or remove one)`,
    { first, second },
  );
}

/** Whether the kernel distinguishes an observation from another at the same place. */
function hasOwnNoise(kernel: Kernel): boolean {
  const samePlace = gramMatrix(kernel, [1, 1]);
  return samePlace[1]! < samePlace[0]!;
}

function logMarginalLikelihood(
  { lower, size }: Cholesky,
  weights: Float64Array,
  y: ArrayLike<number>,
): number {
  let fit = 0;
  for (let i = 0; i < size; i++) fit += y[i]! * weights[i]!;
  return -0.5 * (fit + logDeterminant(lower, size) + size * Math.log(2 * Math.PI));
}
