import { requireInput } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { ByteSums, columnsByUse, mostSummedRows } from "./byte-sums.js";
import {
  chunks,
  countRows,
  type Observations,
  requireObservations,
  rowRange,
  rowsPerChunk,
} from "./observations.js";
import { Scatter } from "./scatter.js";

/** What is subtracted from the number of rows in the covariance's divisor: 0 maximum likelihood, 1 unbiased. */
export type DegreesOfFreedom = 0 | 1;

/** Mean and covariance of the columns of some rows. */
export interface SampleMoments {
  readonly count: number;
  readonly columns: number;
  readonly mean: Float64Array;
  /** columns x columns by rows, symmetric; about {@link SampleMoments.mean}. */
  readonly covariance: Float64Array;
  readonly ddof: DegreesOfFreedom;
}

/**
 * The mean of each column, `m = 1/N sum_i x_i`.
 *
 * @throws InputError for rows that are not fit, see {@link Observations}
 */
export function columnMeans(data: Observations): Float64Array {
  const count = requireObservations("columnMeans", data);
  const { columns } = data;
  const mean = new Float64Array(columns);
  for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
    const sums = float64Scope(() => rowRange(data, start, end).columnSums().toArray());
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
 * Mean and covariance, `S = 1/(N - ddof) sum_i (x_i - m)(x_i - m)^T`. Rows of bytes are summed up exactly, doubles are centred before they
 * are multiplied: nothing cancels.
 *
 * @throws InputError for rows that are not fit, or fewer than `ddof + 1` of them
 */
export function computeMoments(
  data: Observations,
  { ddof = 0 }: { readonly ddof?: DegreesOfFreedom } = {},
): SampleMoments {
  const count = requireObservations("computeMoments", data);
  requireInput(
    count > ddof,
    "computeMoments",
    () => `a covariance with ddof ${ddof} wants more than ${ddof} rows, got ${count}`,
  );
  const { values } = data;
  const isExact = values instanceof Uint8Array && count <= mostSummedRows;
  return isExact ? momentsOfBytes(data, values, ddof) : momentsOfDoubles(data, ddof);
}

/** `N sum x_i x_j - sum x_i sum x_j` is the only place where something cancels, and exact as well; fast where many bytes are 0, as in images. */
function momentsOfBytes(
  { columns, offset = 0, divisor = 1 }: Observations,
  values: Uint8Array,
  ddof: DegreesOfFreedom,
): SampleMoments {
  const count = values.length / columns;
  const sums = new ByteSums(columnsByUse(values, columns));
  sums.change(
    values,
    Uint32Array.from({ length: count }, (_, row) => row),
    1,
  );
  return {
    count,
    columns,
    mean: sums.totals().map((total) => (total / count + offset) / divisor),
    covariance: sums.centredProducts(count * (count - ddof) * divisor ** 2),
    ddof,
  };
}

function momentsOfDoubles(data: Observations, ddof: DegreesOfFreedom): SampleMoments {
  const { columns } = data;
  const mean = columnMeans(data);
  const count = countRows(data);
  const scatter = new Scatter(columns);
  try {
    for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
      float64Scope(() => scatter.add(rowRange(data, start, end).minus(matrix(mean, 1, columns))));
    }
    return { count, columns, mean, covariance: scatter.dividedBy(count - ddof), ddof };
  } finally {
    scatter.dispose();
  }
}

/** The same with independent noise of zero mean added to every column, exactly: every variance grows by that of the noise. */
export function withAddedVariance(moments: SampleMoments, variance: number): SampleMoments {
  if (variance === 0) return moments;
  const { columns } = moments;
  const covariance = moments.covariance.slice();
  for (let j = 0; j < columns; j++) covariance[j * columns + j]! += variance;
  return { ...moments, covariance };
}

/**
 * The variance that uniform dequantisation, `y = (x + u) / levels` with `u ~ U[0, 1)`, adds to each pixel `(x + 1/2) / levels`:
 * `1/12` grey level squared, in units of `levels` grey levels.
 */
export function dequantisationVariance(levels = 256): number {
  return 1 / 12 / levels ** 2;
}
