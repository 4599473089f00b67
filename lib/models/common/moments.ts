import { requireInput, requirePositive } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { chunks, type Observations, requireObservations, rowRange, rowsPerChunk } from "./observations.js";
import { Scatter } from "./scatter.js";

/** What is subtracted from the number of rows in the covariance's divisor: 0 maximum likelihood, 1 unbiased. */
export type DegreesOfFreedom = 0 | 1;

/** Mean and covariance of the columns of some rows. */
export interface Moments {
  readonly count: number;
  readonly columns: number;
  readonly mean: Float64Array;
  /** columns x columns by rows, symmetric; about {@link Moments.mean}. */
  readonly covariance: Float64Array;
  readonly ddof: DegreesOfFreedom;
}

/** How moments are computed. */
export interface MomentOptions {
  readonly ddof?: DegreesOfFreedom;
  /** Rows worked on at a time; by default as many as take 32 MB. */
  readonly chunkRows?: number;
}

/**
 * The mean of each column, `m = 1/N sum_i x_i`.
 *
 * @throws InputError for rows that are not fit, see {@link Observations}
 */
export function columnMeans(observations: Observations, options: MomentOptions = {}): Float64Array {
  const count = requireObservations("columnMeans", observations);
  const { columns } = observations;
  const mean = new Float64Array(columns);
  for (const [start, end] of chunks(count, options.chunkRows ?? rowsPerChunk(columns))) {
    const sums = float64Scope(() => rowRange(observations, start, end).columnSums().toArray());
    for (let j = 0; j < columns; j++) mean[j]! += sums[j]!;
  }
  return mean.map((sum) => sum / count);
}

/** The variance of each column about given means, divided by the number of rows. */
export function columnVariances(observations: Observations, mean: Float64Array): Float64Array {
  const { columns } = observations;
  const count = observations.values.length / columns;
  const variance = new Float64Array(columns);
  for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
    const sums = float64Scope(() => {
      const centred = rowRange(observations, start, end).minus(matrix(mean, 1, columns));
      return centred.squared().columnSums().toArray();
    });
    for (let j = 0; j < columns; j++) variance[j]! += sums[j]! / count;
  }
  return variance;
}

/**
 * Mean and covariance, `S = 1/(N - ddof) sum_i (x_i - m)(x_i - m)^T`, in chunks of rows. Centred before it is multiplied, so that
 * nothing cancels.
 *
 * @throws InputError for rows that are not fit, or fewer than `ddof + 1` of them
 */
export function computeMoments(observations: Observations, options: MomentOptions = {}): Moments {
  const { ddof = 0, chunkRows = rowsPerChunk(observations.columns) } = options;
  const { columns } = observations;
  const mean = columnMeans(observations, options);
  const count = observations.values.length / columns;
  requireInput(
    count > ddof,
    "computeMoments",
    () => `a covariance with ddof ${ddof} wants more than ${ddof} rows, got ${count}`,
  );
  const scatter = new Scatter(columns);
  try {
    for (const [start, end] of chunks(count, chunkRows)) {
      float64Scope(() => scatter.add(rowRange(observations, start, end).minus(matrix(mean, 1, columns))));
    }
    return { count, columns, mean, covariance: scatter.dividedBy(count - ddof), ddof };
  } finally {
    scatter.dispose();
  }
}

/**
 * The moments of uniformly dequantised grey levels, `y = (x + u) / levels` with `u ~ U[0, 1)` independent for every pixel,
 * exactly: the mean is that of `(x + 1/2) / levels`, and every variance grows by `1/12 / levels^2`.
 *
 * @param moments of the grey levels 0 .. levels - 1 themselves
 */
export function dequantisedMoments(moments: Moments, levels = 256): Moments {
  requirePositive("dequantisedMoments", "levels", levels);
  const { columns } = moments;
  const covariance = moments.covariance.map((entry) => entry / levels ** 2);
  for (let j = 0; j < columns; j++) covariance[j * columns + j]! += dequantisationVariance(levels);
  return { ...moments, mean: moments.mean.map((level) => (level + 0.5) / levels), covariance };
}

/** The variance that uniform dequantisation adds to each pixel: `1/12` grey level squared, in units of `levels` grey levels. */
export function dequantisationVariance(levels = 256): number {
  return 1 / 12 / levels ** 2;
}
