import {
  factorInPlace,
  isAccurate,
  isDoubtful,
  isWellConditioned,
  quadraticFormError,
  solveLowerInPlace,
  solveLowerTransposedInPlace,
} from "../math/index.js";
import { requireFinite, requireLength } from "../support/index.js";
import { asInputs, type InputsLike } from "./inputs.js";
import type { Kernel, PairEvaluator } from "./kernels/kernel.js";
import { Pairs } from "./pairs.js";

/**
 * Posterior means and variances of the noise-free f at fixed points, from fixed data, for many parameters: as
 * {@link predict}, with distances computed once and nothing allocated per evaluation.
 */
export class Predictor {
  /** Of the last evaluation. */
  readonly mean: Float64Array;
  /** Of the last evaluation. A variance that rounding puts below 0 is 0. */
  readonly variance: Float64Array;
  private readonly y: Float64Array;
  private readonly dataPairs: PairEvaluator;
  private readonly crossPairs: PairEvaluator;
  private readonly pointPairs: PairEvaluator;
  private readonly lower: Float64Array;
  private readonly diagonal: Float64Array;
  private readonly solution: Float64Array;

  /**
   * @param kernel its form is used, its parameters are not
   * @param nugget share of each prior variance of the data that is added to it
   * @throws InputError if data or points hold a number that is not finite, or lengths differ
   */
  constructor(
    kernel: Kernel,
    data: { readonly x: InputsLike; readonly y: ArrayLike<number> },
    at: InputsLike,
    private readonly nugget = 0,
  ) {
    const x = asInputs("Predictor", data.x);
    const points = asInputs("Predictor", at);
    requireLength("Predictor", "y", data.y.length, x.count);
    requireFinite("Predictor", "y", data.y);
    this.y = Float64Array.from(data.y);
    this.dataPairs = kernel.prepare(Pairs.lowerTriangle(x));
    this.crossPairs = kernel.prepare(Pairs.rectangle(x, points));
    this.pointPairs = kernel.prepare(Pairs.diagonal(points));
    this.lower = new Float64Array(x.count * x.count);
    this.diagonal = new Float64Array(x.count);
    this.solution = new Float64Array(x.count);
    this.mean = new Float64Array(points.count);
    this.variance = new Float64Array(points.count);
  }

  /**
   * Computes {@link Predictor.mean} and {@link Predictor.variance}. Costs n^3 / 3 + n^2 m.
   *
   * @param parameters natural scale, in the kernel's order
   * @param noise a variance, at least 0
   * @returns false if the covariance matrix of the data is not positive definite in doubles, or so nearly singular that rounding would
   *   spoil the results (docs/conditioning.md); they are then void
   */
  evaluate(parameters: Float64Array, noise: number): boolean {
    if (!this.factorData(parameters, noise)) return false;
    const { mean, variance, solution, crossPairs, pointPairs } = this;
    const size = solution.length;
    const count = mean.length;
    crossPairs.evaluate(parameters, 0);
    pointPairs.evaluate(parameters, 0);
    variance.set(pointPairs.values);
    mean.fill(0);
    const cross = crossPairs.values;
    for (let i = 0; i < size; i++) {
      const weight = solution[i]!;
      for (let j = 0, place = i * count; j < count; j++, place++) mean[j]! += weight * cross[place]!;
    }
    solveLowerInPlace(this.lower, size, cross, count);
    for (let i = 0, place = 0; i < size; i++) {
      for (let j = 0; j < count; j++, place++) variance[j]! -= cross[place]! * cross[place]!;
    }
    for (let j = 0; j < count; j++) if (variance[j]! < 0) variance[j] = 0;
    return true;
  }

  /** `L` and `C^-1 y`. */
  private factorData(parameters: Float64Array, noise: number): boolean {
    const { lower, diagonal, solution, y, dataPairs } = this;
    const size = y.length;
    dataPairs.evaluate(parameters, 0);
    for (let i = 0, pair = 0; i < size; i++) {
      for (let j = 0; j <= i; j++, pair++) lower[i * size + j] = dataPairs.values[pair]!;
      diagonal[i] = lower[i * size + i]! * (1 + this.nugget) + noise;
      lower[i * size + i] = diagonal[i]!;
    }
    if (factorInPlace(lower, size) >= 0) return false;
    solution.set(y);
    solveLowerInPlace(lower, size, solution);
    solveLowerTransposedInPlace(lower, size, solution);
    return this.isReliable();
  }

  private isReliable(): boolean {
    const { lower, diagonal, solution, y } = this;
    const size = y.length;
    const roots = Float64Array.from(diagonal, (_, i) => lower[i * size + i]!);
    if (!isDoubtful(roots, diagonal)) return true;
    if (!isWellConditioned(lower, size)) return false;
    const fit = y.reduce((sum, value, i) => sum + value * solution[i]!, 0);
    return isAccurate(0.5 * fit, 0.5 * quadraticFormError(solution, diagonal.map(Math.sqrt)));
  }
}
