import {
  doubtfulPivot,
  factorAndSolve,
  invertLowerTransposed,
  isAccurate,
  isWellConditioned,
  quadraticFormError,
  rowNorms,
  solveLowerTransposedInPlace,
  sureShare,
} from "../math/index.js";
import { requireFinite, requireLength } from "../support/index.js";
import { asInputs, type Inputs, type InputsLike } from "./inputs.js";
import type { Kernel, PairEvaluator } from "./kernels/kernel.js";
import { Pairs } from "./pairs.js";

const logTwoPi = Math.log(2 * Math.PI);

/**
 * The log marginal likelihood of a Gaussian process on fixed data, for evaluation at many parameters: distances are
 * computed once and nothing is allocated per evaluation.
 *
 * `ln p(y | theta, noise) = -1/2 y^T C^-1 y - 1/2 ln|C| - n/2 ln 2 pi`, `C = K + noise I`
 * (Rasmussen & Williams 2006, eq. 5.8), and
 * `d / d ln theta_j = 1/2 tr((a a^T - C^-1) dC / d ln theta_j)`, `a = C^-1 y` (eq. 5.9).
 */
export class MarginalLikelihood {
  readonly inputs: Inputs;
  readonly y: Float64Array;
  /** Number of the kernel's parameters; a gradient has one entry more, for the noise. */
  readonly parameterCount: number;
  private readonly evaluator: PairEvaluator;
  private readonly lower: Float64Array;
  /** `L^-T` */
  private readonly inverse: Float64Array;
  private readonly weights: Float64Array;
  /** `L^-1 y`, then `C^-1 y`. */
  private readonly solution: Float64Array;

  /**
   * @param kernel its form is used, its parameters are not
   * @param nugget share of each prior variance that is added to it
   * @throws InputError if x or y hold a number that is not finite, or their lengths differ
   */
  constructor(
    kernel: Kernel,
    x: InputsLike,
    y: ArrayLike<number>,
    readonly nugget = 0,
  ) {
    this.inputs = asInputs("MarginalLikelihood", x);
    const size = this.inputs.count;
    requireLength("MarginalLikelihood", "y", y.length, size);
    requireFinite("MarginalLikelihood", "y", y);
    this.y = Float64Array.from(y);
    this.parameterCount = kernel.parameters.length;
    const pairs = Pairs.lowerTriangle(this.inputs);
    this.evaluator = kernel.prepare(pairs);
    this.lower = new Float64Array(size * size);
    this.inverse = new Float64Array(size * size);
    this.weights = new Float64Array(pairs.count);
    this.solution = new Float64Array(size);
  }

  /**
   * The log marginal likelihood in nats. Costs n^3 / 3, with the gradient n^3.
   *
   * @param parameters natural scale, in the kernel's order
   * @param noise a variance, at least 0, added to the diagonal
   * @param gradient receives the derivatives by `ln parameters` and, last, by `ln noise`
   * @returns -Infinity where C is not positive definite in doubles, or so nearly singular that rounding would spoil the value
   *   (docs/conditioning.md); the gradient is then left as it was
   */
  evaluate(parameters: Float64Array, noise: number, gradient?: Float64Array): number {
    const size = this.y.length;
    const { lower, solution } = this;
    this.evaluator.evaluate(parameters, 0);
    const { values } = this.evaluator;
    const scale = 1 + this.nugget;
    if (!factorAndSolve(values, scale, noise, this.y, lower, solution)) return Number.NEGATIVE_INFINITY;
    let sum = size * logTwoPi;
    let isDoubtful = false;
    for (let i = 0, pair = 0; i < size; i++, pair += i + 1) {
      const root = lower[i * size + i]!;
      sum += solution[i]! * solution[i]! + 2 * Math.log(root);
      if (root * root < doubtfulPivot * (values[pair]! * scale + noise)) isDoubtful = true;
    }
    if (isDoubtful && !this.isBounded(noise) && !this.isReliable(-0.5 * sum)) return Number.NEGATIVE_INFINITY;
    if (gradient !== undefined) this.writeGradient(parameters, noise, gradient);
    return -0.5 * sum;
  }

  /** Whether noise or nugget bound the smallest eigenvalue. */
  private isBounded(noise: number): boolean {
    const { values } = this.evaluator;
    let largest = 0;
    for (let i = 0, pair = 0; i < this.y.length; i++, pair += i + 1)
      largest = Math.max(largest, values[pair]!);
    return noise >= sureShare * largest || this.nugget >= sureShare;
  }

  /** Looks closer at a factor with a small pivot. */
  private isReliable(value: number): boolean {
    const { lower, solution } = this;
    const size = solution.length;
    if (!isWellConditioned(lower, size)) return false;
    const a = solution.slice();
    solveLowerTransposedInPlace(lower, size, a);
    return isAccurate(value, 0.5 * quadraticFormError(a, rowNorms(lower, size)));
  }

  private writeGradient(parameters: Float64Array, noise: number, gradient: Float64Array): void {
    const size = this.y.length;
    const { lower, inverse, weights, solution } = this;
    solveLowerTransposedInPlace(lower, size, solution);
    invertLowerTransposed(lower, size, inverse);
    const trace = likelihoodWeights(inverse, solution, weights);
    if (this.nugget > 0) scaleDiagonal(weights, size, 1 + this.nugget);
    for (let j = 0; j < this.parameterCount; j++) gradient[j] = 0;
    this.evaluator.addGradient(parameters, 0, weights, gradient);
    gradient[this.parameterCount] = noise * trace;
  }
}

/**
 * Writes the derivatives of the log marginal likelihood by the entries of C in packed lower form: `a_i a_j - (C^-1)_ij`
 * off the diagonal (both triangles together), half of it on the diagonal; returns the sum over the diagonal.
 *
 * @param inverse `L^-T` (upper triangle), so that `C^-1 = L^-T L^-1`
 * @param a `C^-1 y`
 */
function likelihoodWeights(inverse: Float64Array, a: Float64Array, weights: Float64Array): number {
  const size = a.length;
  let trace = 0;
  for (let i = 0, pair = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0, rowJ = 0; j <= i; j++, pair++, rowJ += size) {
      let precision = 0;
      for (let k = i; k < size; k++) precision += inverse[rowI + k]! * inverse[rowJ + k]!;
      weights[pair] = a[i]! * a[j]! - precision;
    }
    weights[pair - 1]! *= 0.5;
    trace += weights[pair - 1]!;
  }
  return trace;
}

/** Multiplies the diagonal of a packed lower triangle. */
function scaleDiagonal(packed: Float64Array, size: number, scale: number): void {
  for (let i = 0, place = 0; i < size; i++, place += i + 1) packed[place]! *= scale;
}
