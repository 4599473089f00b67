import { requireInput, requireInteger } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { computeMoments, type DegreesOfFreedom } from "../common/moments.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { leadingAxes, principalAxes, type SignRule } from "../common/principal-axes.js";

/** A flat view of high-dimensional rows: the mean and the first principal axes of the rows it was fitted to. */
export interface PrincipalComponents {
  readonly components: number;
  readonly columns: number;
  readonly mean: Float64Array;
  /** columns x components by rows, orthonormal, the axis of largest variance first. */
  readonly axes: Float64Array;
  /** Variance along each axis. */
  readonly variances: Float64Array;
  /** The same as shares of the variance of all columns together; 0 where there is none. */
  readonly shares: Float64Array;
}

/**
 * Principal component analysis of rows.
 *
 * @param options.ddof 1 by default, as scikit-learn has it
 * @throws InputError unless 1 <= components <= columns
 */
export function fitPrincipalComponents(
  observations: Observations,
  options: { readonly components: number; readonly ddof?: DegreesOfFreedom; readonly signs?: SignRule },
): PrincipalComponents {
  const { components, ddof = 1, signs = "largest-positive" } = options;
  const { columns } = observations;
  requireInteger("fitPrincipalComponents", "components", components, 1);
  requireInput(
    components <= columns,
    "fitPrincipalComponents",
    () => `components must be at most the number of columns, ${columns}, got ${components}`,
  );
  const moments = computeMoments(observations, { ddof });
  const all = principalAxes(moments);
  let total = 0;
  for (let j = 0; j < columns; j++) total += moments.covariance[j * columns + j]!;
  // equal rows differ from their rounded mean, by nothing that is a variance
  const isConstant = !(total > 0) || areEqualRows(observations);
  const variances = isConstant ? new Float64Array(components) : all.variances.slice(0, components);
  const shares = variances.map((variance) => (isConstant ? 0 : variance / total));
  return {
    components,
    columns,
    mean: moments.mean,
    axes: leadingAxes(all, components, signs),
    variances,
    shares,
  };
}

function areEqualRows({ values, columns }: Observations): boolean {
  for (let i = columns; i < values.length; i++) if (values[i] !== values[i % columns]) return false;
  return true;
}

/** The coordinates of rows along the axes, `U^T (x - mean)`: count x components by rows. */
export function projectOnComponents(fitted: PrincipalComponents, observations: Observations): Float64Array {
  const { components, columns, mean, axes } = fitted;
  const count = requireMatchingObservations("projectOnComponents", observations, columns);
  const coordinates = new Float64Array(count * components);
  float64Scope(() => {
    const [center, directions] = [matrix(mean, 1, columns), matrix(axes, columns, components)];
    for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
      const part = float64Scope(() =>
        rowRange(observations, start, end).minus(center).multiply(directions).toArray(),
      );
      coordinates.set(part, start * components);
    }
  });
  return coordinates;
}
