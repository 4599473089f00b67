import { float64Scope, matrix } from "../../tensorflow/index.js";
import { type LeadingEigen, leadingEigen } from "./leading-eigen.js";
import type { SampleMoments } from "./moments.js";

/**
 * An axis and its opposite are equally good. `"largest-positive"` turns each so that its entry of largest magnitude is positive;
 * `"largest-negative"` so that it is negative (as the axes of the report's figures for PPCA happen to lie).
 */
export type SignRule = "largest-positive" | "largest-negative";

/** The first eigenvalues of a covariance in descending order, and their orthonormal axes. */
export interface LeadingAxes {
  /** At least 0: what rounding puts below is 0. */
  readonly variances: Float64Array;
  /** columns x count by rows, one axis a column. */
  readonly axes: Float64Array;
  /** Sum of all other eigenvalues: with those that are below 0, so that rounding cancels in it. */
  readonly rest: number;
}

/** Below this share of the trace the variance left over is not taken as a difference: too many digits would cancel. */
const leastShareLeft = 0.01;

/** The first `count` principal axes of a covariance, signed by the rule: by themselves where that is faster, else of the whole decomposition. */
export function leadingAxes(moments: SampleMoments, count: number, signs: SignRule): LeadingAxes {
  return new PrincipalAxes(moments).leading(count, signs);
}

/** The principal axes of one covariance: of its whole decomposition, if that is made, any number can be had. */
export class PrincipalAxes {
  private whole: LeadingEigen | undefined;

  constructor(private readonly moments: SampleMoments) {}

  /** The same as {@link leadingAxes}. */
  leading(count: number, signs: SignRule): LeadingAxes {
    const { columns, covariance } = this.moments;
    const { values, vectors, rest } = iterated(covariance, columns, count) ?? this.decomposed(count);
    const variances = values.map((value) => Math.max(0, value));
    return { variances, axes: signed(vectors, count, signs), rest };
  }

  private decomposed(count: number): Found {
    const { columns, covariance } = this.moments;
    this.whole ??= float64Scope(() => {
      const { values, vectors } = matrix(covariance, columns, columns).symmetricEigen();
      return { values, vectors: vectors.toArray() };
    });
    const { values, vectors } = this.whole;
    const leading = Float64Array.from({ length: columns * count }, (_, place) => {
      const row = Math.floor(place / count);
      return vectors[row * columns + place - row * count]!;
    });
    const rest = values.subarray(count).reduce((sum, value) => sum + value, 0);
    return { values: values.slice(0, count), vectors: leading, rest };
  }
}

type Found = LeadingEigen & { readonly rest: number };

function iterated(covariance: Float64Array, columns: number, count: number): Found | undefined {
  const leading = leadingEigen(covariance, columns, count);
  if (leading === undefined) return undefined;
  let trace = 0;
  for (let j = 0; j < columns; j++) trace += covariance[j * columns + j]!;
  const rest = trace - leading.values.reduce((sum, value) => sum + value, 0);
  if (!(rest > leastShareLeft * trace)) return undefined;
  // a column that never varies is no part of any axis; iteration leaves rounding there
  for (let j = 0; j < columns; j++)
    if (covariance[j * columns + j] === 0) leading.vectors.fill(0, j * count, (j + 1) * count);
  return { ...leading, rest };
}

/** Turns each of `count` columns by the rule, in place; among equals the first entry decides. */
export function signed(axes: Float64Array, count: number, signs: SignRule): Float64Array {
  for (let axis = 0; axis < count; axis++) {
    let largest = 0;
    for (let place = axis; place < axes.length; place += count) {
      if (Math.abs(axes[place]!) > Math.abs(largest)) largest = axes[place]!;
    }
    const isWrong = signs === "largest-positive" ? largest < 0 : largest > 0;
    if (isWrong) for (let place = axis; place < axes.length; place += count) axes[place] = -axes[place]!;
  }
  return axes;
}
