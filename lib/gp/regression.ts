import {
  type Cholesky,
  cholesky,
  invertLowerTransposed,
  type JitterPolicy,
  logDeterminant,
  solve,
} from "../math/index.js";
import { InputError, requireFinite, requireInput, requireLength } from "../support/index.js";
import { gramMatrix } from "./gram.js";
import { asInputs, firstDuplicate, type Inputs, type InputsLike } from "./inputs.js";
import { type Kernel, namedParameters } from "./kernels/kernel.js";
import { likelihoodWeights } from "./marginal-likelihood.js";
import { Pairs } from "./pairs.js";

/** What a Gaussian process regression is made from: `y_i = f(x_i) + e_i`, `f ~ GP(0, kernel)`, `e_i ~ N(0, noise)`. */
export interface RegressionProblem {
  readonly kernel: Kernel;
  /** Variance of the observation noise, at least 0. */
  readonly noise: number;
  readonly x: InputsLike;
  readonly y: ArrayLike<number>;
  /** Nothing is added to the diagonal beside the noise unless this allows it. */
  readonly jitter?: JitterPolicy;
}

/** A Gaussian process conditioned on data. */
export interface Regression {
  readonly kernel: Kernel;
  readonly noise: number;
  readonly inputs: Inputs;
  readonly y: Float64Array;
  /** Factor of `C = K + (noise + jitter) I`; `cholesky.jitter` tells what was needed. */
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
 * @throws NotPositiveDefiniteError if C has no Cholesky factor under the jitter policy
 *
 * @example
 * const regression = conditionOn({ kernel: rbf({ lengthscale: 0.3 }), noise: 1e-4, x: [-1, 0, 1], y: [1, 2, 1] });
 * predict(regression, [0.5], "f").mean[0];
 */
export function conditionOn({ kernel, noise, x, y, jitter }: RegressionProblem): Regression {
  const inputs = asInputs("conditionOn", x);
  requireLength("conditionOn", "y", y.length, inputs.count);
  requireFinite("conditionOn", "y", y);
  requireNoise("conditionOn", noise);
  if (noise === 0 && jitter === undefined) requireDistinct("conditionOn", kernel, inputs);
  const size = inputs.count;
  const covariance = gramMatrix(kernel, inputs);
  for (let i = 0; i < size; i++) covariance[i * size + i]! += noise;
  const factor = cholesky(covariance, size, {
    caller: "conditionOn",
    parameters: { ...namedParameters(kernel), noise },
    jitter,
  });
  const weights = solve(factor, y);
  return {
    kernel,
    noise,
    inputs,
    y: Float64Array.from(y),
    cholesky: factor,
    weights,
    logMarginalLikelihood: logMarginalLikelihood(factor, weights, y),
  };
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

/**
 * The gradient of the log marginal likelihood by the logarithms of the kernel's parameters (by name) and of the noise
 * (`noise`; 0 where the noise is 0), in nats. Costs n^3.
 */
export function logMarginalLikelihoodGradient(regression: Regression): Readonly<Record<string, number>> {
  const { kernel, noise, inputs, weights: solution } = regression;
  const { lower, size } = regression.cholesky;
  const pairs = Pairs.lowerTriangle(inputs);
  const parameters = Float64Array.from(kernel.parameters);
  const evaluator = kernel.prepare(pairs);
  evaluator.evaluate(parameters, 0);
  const inverse = new Float64Array(size * size);
  invertLowerTransposed(lower, size, inverse);
  const pairWeights = new Float64Array(pairs.count);
  const trace = likelihoodWeights(inverse, solution, pairWeights);
  const gradient = new Float64Array(parameters.length);
  evaluator.addGradient(parameters, 0, pairWeights, gradient);
  const named = kernel.parameterNames.map((name, i) => [name, gradient[i]!]);
  return { ...Object.fromEntries(named), noise: noise * trace };
}
