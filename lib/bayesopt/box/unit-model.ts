import { ardProfiles } from "../../gp/index.js";
import { factorInPlace, solveLowerInPlace, solveLowerTransposedInPlace } from "../../math/index.js";
import { InputError } from "../../support/index.js";

/** Hyper-parameters of one draw, for inputs on the unit cube. */
export interface HyperDraw {
  readonly lengthscales: ArrayLike<number>;
  readonly variance: number;
  /** Variance of an observation's noise. */
  readonly noise: number;
}

/** Which kernel, with a lengthscale for each coordinate. */
export type BoxKernel = keyof typeof ardProfiles;

/** Share of the prior variance that keeps the matrix of close points solvable. */
export const boxNugget = 1e-8;

/** One draw, factored. */
interface Factored {
  readonly draw: HyperDraw;
  /** Cholesky factor of `K + (noise + nugget) I`, row-major. */
  readonly lower: Float64Array;
  /** `C^-1 y` */
  readonly weights: Float64Array;
  readonly y: Float64Array;
}

/** Mean and variance of f at a point under one draw, with their gradients by the point. Overwritten by the next. */
export interface PointMoments {
  mean: number;
  variance: number;
  readonly meanGradient: Float64Array;
  readonly varianceGradient: Float64Array;
}

/** Gaussian processes on the unit cube, one for each draw of hyper-parameters, for moments at any point and their gradients. */
export class UnitModel {
  private readonly factored: readonly Factored[];
  private readonly cross: Float64Array;
  private readonly slopes: Float64Array;
  private readonly moments: PointMoments;

  /**
   * @param points of the unit cube, at least one
   * @param y a value for each point, or for each draw its own
   * @throws InputError if a covariance matrix is not positive definite
   */
  constructor(
    private readonly kernel: BoxKernel,
    readonly points: readonly Float64Array[],
    y: Float64Array | readonly Float64Array[],
    draws: readonly HyperDraw[],
  ) {
    const dimension = points[0]!.length;
    this.cross = new Float64Array(points.length);
    this.slopes = new Float64Array(points.length * dimension);
    this.moments = {
      mean: 0,
      variance: 0,
      meanGradient: new Float64Array(dimension),
      varianceGradient: new Float64Array(dimension),
    };
    this.factored = draws.map((draw, s) => this.factor(draw, y instanceof Float64Array ? y : y[s]!));
  }

  /** Number of draws. */
  get count(): number {
    return this.factored.length;
  }

  /** `E f` and `Var f` at a point, noise left out, with gradients if wanted. Costs n^2. */
  at(point: ArrayLike<number>, s: number, withGradient: boolean): PointMoments {
    const { draw, lower, weights } = this.factored[s]!;
    const { cross, slopes, moments, points } = this;
    const [size, dimension] = [points.length, point.length];
    this.covariances(draw, point, withGradient);
    let mean = 0;
    for (let i = 0; i < size; i++) mean += weights[i]! * cross[i]!;
    moments.mean = mean;
    if (withGradient) {
      moments.meanGradient.fill(0);
      for (let i = 0, place = 0; i < size; i++)
        for (let d = 0; d < dimension; d++, place++) moments.meanGradient[d]! += weights[i]! * slopes[place]!;
    }
    solveLowerInPlace(lower, size, cross);
    let explained = 0;
    for (let i = 0; i < size; i++) explained += cross[i]! * cross[i]!;
    moments.variance = Math.max(0, draw.variance - explained);
    if (withGradient) {
      solveLowerTransposedInPlace(lower, size, cross);
      moments.varianceGradient.fill(0);
      for (let i = 0, place = 0; i < size; i++)
        for (let d = 0; d < dimension; d++, place++)
          moments.varianceGradient[d]! -= 2 * cross[i]! * slopes[place]!;
    }
    return moments;
  }

  /**
   * The model as if pending points had been observed at their means ("kriging believer": Ginsbourger, Le Riche and Carraro 2010): means stay, variances
   * shrink around them.
   */
  believing(pending: readonly Float64Array[]): UnitModel {
    if (pending.length === 0) return this;
    const values = this.factored.map(({ y }, s) =>
      Float64Array.of(...y, ...pending.map((point) => this.at(point, s, false).mean)),
    );
    const draws = this.factored.map(({ draw }) => draw);
    return new UnitModel(this.kernel, [...this.points, ...pending], values, draws);
  }

  private factor(draw: HyperDraw, y: Float64Array): Factored {
    const { points } = this;
    const size = points.length;
    const lower = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      this.covariances(draw, points[i]!, false);
      for (let j = 0; j <= i; j++) lower[i * size + j] = this.cross[j]!;
      lower[i * size + i]! += draw.noise + boxNugget * draw.variance;
    }
    if (factorInPlace(lower, size) >= 0)
      throw new InputError(
        "UnitModel",
        "the covariance matrix of the observations is not positive definite",
        {
          lengthscales: Array.from(draw.lengthscales),
          noise: draw.noise,
        },
      );
    const weights = y.slice();
    solveLowerInPlace(lower, size, weights);
    solveLowerTransposedInPlace(lower, size, weights);
    return { draw, lower, weights, y };
  }

  /** `k(x_i, point)` into cross and, if wanted, its gradients by the point into slopes. */
  private covariances(draw: HyperDraw, point: ArrayLike<number>, withGradient: boolean): void {
    const { cross, slopes, points } = this;
    const { correlation, slope } = ardProfiles[this.kernel];
    const dimension = point.length;
    for (let i = 0; i < points.length; i++) {
      let squared = 0;
      for (let d = 0; d < dimension; d++) {
        const scaled = (point[d]! - points[i]![d]!) / draw.lengthscales[d]!;
        squared += scaled * scaled;
      }
      cross[i] = draw.variance * correlation(squared);
      if (!withGradient) continue;
      const steepness = -draw.variance * slope(squared);
      for (let d = 0; d < dimension; d++) {
        const lengthscale = draw.lengthscales[d]!;
        slopes[i * dimension + d] = (steepness * (point[d]! - points[i]![d]!)) / (lengthscale * lengthscale);
      }
    }
  }
}
