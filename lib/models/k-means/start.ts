import type { Random } from "../../random/index.js";
import { requireInput } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { chunks, type Observations, rowRange, rowsPerChunk } from "../common/observations.js";

/** Throws if all rows lie on fewer points than there are clusters. */
export function requireDistinctRows(caller: string, distances: Float64Array, clusters: number): void {
  requireInput(
    distances.some((distance) => distance > 0),
    caller,
    () => `the data have fewer than ${clusters} distinct rows; use fewer clusters`,
    { clusters },
  );
}

/** Squared distances of all rows from some of them: candidates x rows. */
function differencesSquared(observations: Observations, candidates: readonly number[]): Float64Array[] {
  const { columns } = observations;
  const count = observations.values.length / columns;
  const distances = candidates.map(() => new Float64Array(count));
  for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
    float64Scope(() => {
      const rows = rowRange(observations, start, end);
      distances.forEach((of, c) => {
        const point = rowRange(observations, candidates[c]!, candidates[c]! + 1);
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

/** Squared distances of all rows from some of them, candidates x rows; exactly 0 from itself. */
type Distances = (candidates: readonly number[]) => Float64Array[];

function distancesOf(observations: Observations): Distances {
  const { values } = observations;
  if (values instanceof Uint8Array) return distancesOfBytes(observations, values);
  return (candidates) => differencesSquared(observations, candidates);
}

/** From `|a|^2 - 2 a b + |b|^2`, for bytes whole numbers and so exact: one product for all candidates. */
function distancesOfBytes({ columns, divisor = 1 }: Observations, values: Uint8Array): Distances {
  const count = values.length / columns;
  const squares = new Float64Array(count);
  for (let row = 0, i = 0; row < count; row++)
    for (let j = 0; j < columns; j++, i++) squares[row] = squares[row]! + values[i]! ** 2;
  return (candidates) => {
    const width = candidates.length;
    const points = new Uint8Array(width * columns);
    candidates.forEach((row, c) => {
      points.set(values.subarray(row * columns, (row + 1) * columns), c * columns);
    });
    const distances = Array.from({ length: width }, () => new Float64Array(count));
    for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
      const products = float64Scope(() => {
        const rows = matrix(values.subarray(start * columns, end * columns), end - start, columns);
        return rows.multiply(matrix(points, width, columns), { transposeRight: true }).toArray();
      });
      distances.forEach((of, c) => {
        const own = squares[candidates[c]!]!;
        for (let row = start; row < end; row++)
          of[row] = (squares[row]! - 2 * products[(row - start) * width + c]! + own) / divisor ** 2;
      });
    }
    return distances;
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/**
 * Draws centres among the rows by k-means++ (Arthur and Vassilvitskii 2007): each with a probability proportional to its squared
 * distance from the centres before it, here the best of 2 + ln K such draws (their section 4, as scikit-learn does).
 *
 * @param origin is subtracted from every row
 * @returns clusters x columns by rows, about the origin
 */
export function drawCentres(
  observations: Observations,
  clusters: number,
  origin: Float64Array,
  random: Random,
): Float64Array {
  const { columns } = observations;
  const count = observations.values.length / columns;
  const centres = new Float64Array(clusters * columns);
  const trials = 2 + Math.floor(Math.log(clusters));
  const distancesFrom = distancesOf(observations);
  const start = [random.integer(count)];
  const first = rowsFrom(observations, start, origin);
  centres.set(first);
  let nearest = distancesFrom(start)[0]!;
  for (let cluster = 1; cluster < clusters; cluster++) {
    requireDistinctRows("kMeans.fit", nearest, clusters);
    const drawn = Array.from({ length: trials }, () => random.categorical(nearest));
    const points = rowsFrom(observations, drawn, origin);
    const after = distancesFrom(drawn).map((distances) =>
      distances.map((distance, i) => Math.min(distance, nearest[i]!)),
    );
    const potentials = after.map(sum);
    const best = potentials.indexOf(Math.min(...potentials));
    centres.set(points.subarray(best * columns, (best + 1) * columns), cluster * columns);
    nearest = after[best]!;
  }
  return centres;
}
