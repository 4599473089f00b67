import { float64Scope, matrix } from "../../tensorflow/index.js";
import type { Moments } from "./moments.js";

/**
 * An axis and its opposite are equally good. `"largest-positive"` turns each so that its entry of largest magnitude is positive;
 * `"largest-negative"` so that it is negative (as the axes of the report's figures for PPCA happen to lie).
 */
export type SignRule = "largest-positive" | "largest-negative";

/** Eigenvalues of a covariance in descending order, and its orthonormal axes: columns x columns by rows, one axis a column. */
export interface PrincipalAxes {
  /** At least 0: what rounding puts below is 0. */
  readonly variances: Float64Array;
  readonly axes: Float64Array;
}

/** The axes with their eigenvalues as they were computed, some below 0 by rounding. */
interface Decomposition {
  readonly axes: PrincipalAxes;
  readonly eigenvalues: Float64Array;
}

const known = new WeakMap<Moments, Decomposition>();

/** All principal axes of a covariance, signed `"largest-positive"`; computed once for each record of moments. */
export function principalAxes(moments: Moments): PrincipalAxes {
  return decomposed(moments).axes;
}

/** The mean of all but the first `count` eigenvalues: with those that are below 0, so that rounding cancels in the mean. */
export function meanOfDiscarded(moments: Moments, count: number): number {
  const discarded = decomposed(moments).eigenvalues.subarray(count);
  return discarded.reduce((sum, value) => sum + value, 0) / discarded.length;
}

function decomposed(moments: Moments): Decomposition {
  const before = known.get(moments);
  if (before !== undefined) return before;
  const { columns } = moments;
  const result = float64Scope(() => {
    const { values, vectors } = matrix(moments.covariance, columns, columns).symmetricEigen();
    const variances = values.map((value) => Math.max(0, value));
    const axes = signed(vectors.toArray(), columns, "largest-positive");
    return { axes: { variances, axes }, eigenvalues: values };
  });
  known.set(moments, result);
  return result;
}

/** The first `count` axes, signed by the rule: columns x count by rows. */
export function leadingAxes(
  { axes, variances }: PrincipalAxes,
  count: number,
  signs: SignRule,
): Float64Array {
  const size = variances.length;
  const leading = new Float64Array(size * count);
  for (let row = 0; row < size; row++) {
    leading.set(axes.subarray(row * size, row * size + count), row * count);
  }
  return signed(leading, count, signs);
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
