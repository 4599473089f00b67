import { requireInput } from "../support/index.js";

/** Nodes of the local polynomial: six on either side of an interval. */
const nodes = 12;
/** The node at the interval's lower end. */
const here = nodes / 2 - 1;

/**
 * `antiderivatives[k]`: coefficients of `integral from 0 to t of l_k`, for the Lagrange polynomials l_k of the nodes
 * -5 .. 6. Over one step of a smooth function the error is of 13th order in the step.
 */
const antiderivatives = Array.from({ length: nodes }, (_, k) => {
  let coefficients = [1];
  for (let other = 0; other < nodes; other++) {
    if (other === k) continue;
    // times (t - x_other) / (x_k - x_other), with x_j = j - here
    const scaled = coefficients.map((c) => c / (k - other));
    coefficients = [0, ...scaled].map((c, power) => c - (scaled[power] ?? 0) * (other - here));
  }
  return [0, ...coefficients.map((c, power) => c / (power + 1))];
});

const polynomial = (coefficients: readonly number[], t: number): number =>
  coefficients.reduceRight((sum, c) => sum * t + c, 0);

/** An interval with the probability it holds. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * A density on a line, known on a regular grid beyond whose ends it is 0: distribution function, quantiles and
 * shortest intervals by local polynomials of degree 11 (accurate to about 1e-10 at the grids of {@link gridQuadrature}).
 */
export class GridMarginal {
  private readonly cumulative: Float64Array;

  constructor(
    readonly lower: number,
    readonly step: number,
    /** Densities at `lower + i step`; they integrate to 1. */
    readonly densities: Float64Array,
  ) {
    this.cumulative = new Float64Array(densities.length);
    for (let i = 1; i < densities.length; i++)
      this.cumulative[i] = this.cumulative[i - 1]! + this.within(i - 1, 1);
  }

  /** Mass between point i and `t` steps after it. */
  private within(i: number, t: number): number {
    let sum = 0;
    for (let k = 0; k < nodes; k++) {
      const density = this.densities[i + k - here];
      if (density !== undefined && density !== 0) sum += density * polynomial(antiderivatives[k]!, t);
    }
    return sum * this.step;
  }

  /** `P(U <= u)` */
  cdf(u: number): number {
    const place = (u - this.lower) / this.step;
    if (place <= 0) return 0;
    if (place >= this.densities.length - 1) return 1;
    const i = Math.floor(place);
    return Math.min(1, Math.max(0, this.cumulative[i]! + this.within(i, place - i)));
  }

  /**
   * The u with `P(U <= u) = p`; the grid's ends for 0 and 1.
   *
   * @throws InputError for p outside [0, 1]
   */
  quantile(p: number): number {
    requireInput(p >= 0 && p <= 1, "quantile", () => `p must be in [0, 1], got ${p}`, { p });
    let i = 0;
    for (let above = this.cumulative.length - 1; above - i > 1; ) {
      const middle = (i + above) >> 1;
      if (this.cumulative[middle]! <= p) i = middle;
      else above = middle;
    }
    let low = 0;
    let high = 1;
    while (high - low > 1e-14) {
      const middle = 0.5 * (low + high);
      if (this.cumulative[i]! + this.within(i, middle) < p) low = middle;
      else high = middle;
    }
    return this.lower + (i + 0.5 * (low + high)) * this.step;
  }

  /** The density at u, by the derivative of {@link GridMarginal.cdf}'s polynomial. */
  density(u: number): number {
    const place = (u - this.lower) / this.step;
    const i = Math.floor(place);
    if (i < 0 || i >= this.densities.length - 1) return 0;
    let sum = 0;
    for (let k = 0; k < nodes; k++) {
      const slope = antiderivatives[k]!.slice(1).map((c, power) => c * (power + 1));
      sum += (this.densities[i + k - here] ?? 0) * polynomial(slope, place - i);
    }
    return sum;
  }

  /**
   * The shortest interval that holds `mass` of the distribution of `toValue(u)`, an increasing function: its highest
   * density interval, where that is one interval.
   *
   * @param derivative of `toValue`
   * @throws InputError for a mass outside (0, 1)
   */
  shortestInterval(
    mass: number,
    toValue: (u: number) => number,
    derivative: (u: number) => number,
  ): Interval {
    requireInput(mass > 0 && mass < 1, "shortestInterval", () => `mass must be in (0, 1), got ${mass}`, {
      mass,
    });
    const ends = (p: number) => [this.quantile(p), this.quantile(Math.min(1, p + mass))] as const;
    const width = (p: number) => {
      const [a, b] = ends(p);
      return toValue(b) - toValue(a);
    };
    // where both ends have the same density no shift makes the interval shorter
    const excessAbove = (p: number) => {
      const [a, b] = ends(p);
      return this.density(b) / derivative(b) - this.density(a) / derivative(a);
    };
    const spread = (1 - mass) / intervalTrials;
    const trials = Array.from({ length: intervalTrials + 1 }, (_, k) => k * spread);
    const best = trials.reduce((a, b) => (width(b) < width(a) ? b : a));
    let low = Math.max(0, best - spread);
    let high = Math.min(1 - mass, best + spread);
    for (let step = 0; step < 60; step++) {
      const middle = 0.5 * (low + high);
      if (excessAbove(middle) > 0) low = middle;
      else high = middle;
    }
    const [a, b] = ends(0.5 * (low + high));
    return { lower: toValue(a), upper: toValue(b) };
  }
}

const intervalTrials = 400;
