import type { Random } from "../random/random.js";
import { requireInput } from "../support/errors.js";
import { float64Scope, matrix } from "../tensorflow/float64.js";
import { chunks, type Observations, rowRange, rowsPerChunk } from "./observations.js";

/** Throws if all rows lie on fewer points than there are clusters. */
export function requireDistinctRows(caller: string, distances: Float64Array, clusters: number): void {
  requireInput(
    distances.some((distance) => distance > 0),
    caller,
    () => `the data have fewer than ${clusters} distinct rows; use fewer clusters`,
    { clusters },
  );
}

/** Squared distances of all rows from some points (candidates x columns): candidates x rows. */
function squaredDistances(
  observations: Observations,
  points: Float64Array,
  origin: Float64Array,
): Float64Array[] {
  const { columns } = observations;
  const count = observations.values.length / columns;
  const candidates = points.length / columns;
  const distances = Array.from({ length: candidates }, () => new Float64Array(count));
  for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
    float64Scope(() => {
      const rows = rowRange(observations, start, end).minus(matrix(origin, 1, columns));
      distances.forEach((of, c) => {
        const point = matrix(points.subarray(c * columns, (c + 1) * columns), 1, columns);
        of.set(rows.minus(point).squared().rowSums().toArray(), start);
      });
    });
  }
  return distances;
}

function rowsFrom(
  observations: Observations,
  indices: readonly number[],
  origin: Float64Array,
): Float64Array {
  const { columns } = observations;
  const rows = new Float64Array(indices.length * columns);
  indices.forEach((index, i) => {
    const row = float64Scope(() => rowRange(observations, index, index + 1).toArray());
    for (let j = 0; j < columns; j++) rows[i * columns + j] = row[j]! - origin[j]!;
  });
  return rows;
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/**
 * Draws centres among the rows by k-means++ (Arthur and Vassilvitskii 2007): each with a probability proportional to its squared
 * distance from the centres before it, here the best of 2 + ln K such draws (their section 4, as scikit-learn does).
 *
 * @param origin is subtracted from every row
 * @returns clusters x columns by rows, about the origin
 */
export function drawCenters(
  observations: Observations,
  clusters: number,
  origin: Float64Array,
  random: Random,
): Float64Array {
  const { columns } = observations;
  const count = observations.values.length / columns;
  const centers = new Float64Array(clusters * columns);
  const trials = 2 + Math.floor(Math.log(clusters));
  const first = rowsFrom(observations, [random.integer(count)], origin);
  centers.set(first);
  let nearest = squaredDistances(observations, first, origin)[0]!;
  for (let cluster = 1; cluster < clusters; cluster++) {
    requireDistinctRows("fitKMeans", nearest, clusters);
    const drawn = Array.from({ length: trials }, () => random.categorical(nearest));
    const points = rowsFrom(observations, drawn, origin);
    const after = squaredDistances(observations, points, origin).map((distances) =>
      distances.map((distance, i) => Math.min(distance, nearest[i]!)),
    );
    const potentials = after.map(sum);
    const best = potentials.indexOf(Math.min(...potentials));
    centers.set(points.subarray(best * columns, (best + 1) * columns), cluster * columns);
    nearest = after[best]!;
  }
  return centers;
}
