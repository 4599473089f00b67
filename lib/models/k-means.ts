import type { Random } from "../random/random.js";
import { InputError, requireFinite, requireInput, requireInteger, requireLength } from "../support/errors.js";
import { Breather } from "../support/progress.js";
import { float64Scope, type Matrix, matrix } from "../tensorflow/float64.js";
import { drawCenters, requireDistinctRows } from "./k-means-start.js";
import { columnMeans, columnVariances } from "./moments.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  requireObservations,
  rowRange,
  rowsPerChunk,
} from "./observations.js";

/** How k-means runs; the defaults are scikit-learn's. */
export interface KMeansOptions {
  readonly clusters: number;
  /** Stop when the squared movement of all centres together is at most this times the mean variance of the columns. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Centres to start from, clusters x columns by rows; without them they are drawn by k-means++ with `random`. */
  readonly centers?: Float64Array;
  readonly random?: Random;
}

/** A clustering. */
export interface KMeans {
  readonly kind: "k-means";
  readonly clusters: number;
  readonly columns: number;
  /** clusters x columns by rows. */
  readonly centers: Float64Array;
  /** The nearest centre of each row. */
  readonly labels: Int32Array;
  /** Sum of the squared distances of all rows from their centres. */
  readonly inertia: number;
  /** Inertia of the labels of each iteration about the centres they were found with. */
  readonly history: readonly number[];
  /** Whether it stopped before the last iteration allowed. */
  readonly converged: boolean;
}

/** How a clustering is watched and stopped. */
export interface KMeansHooks {
  readonly signal?: AbortSignal;
  /** Called after every iteration. */
  readonly onIteration?: (iteration: number, inertia: number) => void;
}

/** One look at all rows. */
interface Assignment {
  readonly labels: Int32Array;
  /** Squared distance of each row from its centre. */
  readonly distances: Float64Array;
  /** Sum of the rows of each cluster, clusters x columns. */
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

/**
 * Lloyd's k-means. Rows are shifted to mean 0 first, so that distances keep their digits far from the origin. A cluster that
 * loses all its rows takes the row farthest from its centre, as in scikit-learn.
 *
 * @throws InputError for rows that are not fit, more clusters than (distinct) rows, centres of another shape, or neither
 *   centres nor a random stream
 * @throws InterruptedError when `hooks.signal` is aborted
 */
export async function fitKMeans(
  observations: Observations,
  options: KMeansOptions,
  hooks: KMeansHooks = {},
): Promise<KMeans> {
  const { clusters, tolerance = 1e-4, maxIterations = 300 } = options;
  checkOptions(observations, options);
  const { columns } = observations;
  const breather = new Breather(hooks.signal);
  const origin = columnMeans(observations);
  const movement = tolerance === 0 ? 0 : tolerance * mean(columnVariances(observations, origin));
  let centers = startCenters(observations, options, origin);
  let labels: Int32Array | undefined;
  const history: number[] = [];
  let isSettled = false;
  let isStill = false;
  while (!isSettled && !isStill && history.length < maxIterations) {
    const found = await assign(observations, centers, origin, breather);
    history.push(total(found.distances));
    hooks.onIteration?.(history.length, history.at(-1)!);
    const moved = updateCenters(observations, found, centers, origin);
    isSettled = labels !== undefined && sameLabels(labels, found.labels);
    isStill = squaredDistance(centers, moved) <= movement;
    labels = found.labels;
    centers = moved;
  }
  const converged = isSettled || isStill;
  const last = await assign(observations, centers, origin, breather);
  return {
    kind: "k-means",
    clusters,
    columns,
    centers: centers.map((value, i) => value + origin[i % columns]!),
    labels: last.labels,
    inertia: total(last.distances),
    history,
    converged,
  };
}

/**
 * The nearest of some centres for each row, by Euclidean distance; the first of equals.
 *
 * @param centers K x columns by rows
 */
export async function nearestCenters(
  observations: Observations,
  centers: Float64Array,
  hooks: KMeansHooks = {},
): Promise<Int32Array> {
  const { columns } = observations;
  requireMatchingObservations("nearestCenters", observations, columns);
  const origin = columnMeans(observations);
  const shifted = centers.map((value, i) => value - origin[i % columns]!);
  return (await assign(observations, shifted, origin, new Breather(hooks.signal))).labels;
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
const mean = (values: Float64Array) => total(values) / values.length;
const sameLabels = (a: Int32Array, b: Int32Array) => a.every((label, i) => label === b[i]);
const squaredDistance = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);

function checkOptions(observations: Observations, options: KMeansOptions): void {
  const caller = "fitKMeans";
  const { clusters, tolerance = 1e-4, maxIterations = 300, centers, random } = options;
  const count = requireObservations(caller, observations);
  requireInteger(caller, "clusters", clusters, 1);
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requireInput(tolerance >= 0, caller, () => `tolerance must be at least 0, got ${tolerance}`);
  requireInput(
    clusters <= count,
    caller,
    () => `${clusters} clusters are more than the ${count} rows of data`,
    {
      clusters,
      rows: count,
    },
  );
  if (centers !== undefined) {
    requireLength(caller, "centers", centers.length, clusters * observations.columns);
    requireFinite(caller, "centers", centers);
  } else if (random === undefined) {
    throw new InputError(caller, "wants either centers to start from or random to draw them with");
  }
}

function startCenters(
  observations: Observations,
  options: KMeansOptions,
  origin: Float64Array,
): Float64Array {
  const { centers, clusters, random } = options;
  if (centers !== undefined) return centers.map((value, i) => value - origin[i % origin.length]!);
  return drawCenters(observations, clusters, origin, random!);
}

async function assign(
  observations: Observations,
  centers: Float64Array,
  origin: Float64Array,
  breather: Breather,
): Promise<Assignment> {
  const { columns } = observations;
  const count = observations.values.length / columns;
  const clusters = centers.length / columns;
  const labels = new Int32Array(count);
  const distances = new Float64Array(count);
  const sums = new Float64Array(centers.length);
  const sizes = new Float64Array(clusters);
  for (const [start, end] of chunks(count, rowsPerChunk(columns))) {
    await breather.breathe();
    float64Scope(() => {
      const rows = rowRange(observations, start, end).minus(matrix(origin, 1, columns));
      const middle = matrix(centers, clusters, columns);
      const nearest = nearestOf(rows, middle);
      labels.set(nearest, start);
      const difference = rows.minus(middle.selectRows(nearest));
      distances.set(difference.squared().rowSums().toArray(), start);
      const membership = new Float64Array(nearest.length * clusters);
      nearest.forEach((label, i) => {
        membership[i * clusters + label] = 1;
        sizes[label]! += 1;
      });
      const members = matrix(membership, nearest.length, clusters);
      const part = members.multiply(rows, { transposeLeft: true }).toArray();
      for (let i = 0; i < part.length; i++) sums[i]! += part[i]!;
    });
  }
  return { labels, distances, sums, sizes };
}

/** The centre with the smallest `|c|^2 - 2 x c` for each row. */
function nearestOf(rows: Matrix, centers: Matrix): Int32Array {
  const clusters = centers.rows;
  const lengths = centers.squared().rowSums().transposed();
  const scores = rows.multiply(centers, { transposeRight: true }).times(-2).plus(lengths).toArray();
  return Int32Array.from({ length: rows.rows }, (_, i) => {
    let best = 0;
    for (let k = 1; k < clusters; k++) {
      if (scores[i * clusters + k]! < scores[i * clusters + best]!) best = k;
    }
    return best;
  });
}

/** Mean of each cluster; empty ones take the rows farthest from their centres, which leave their clusters. */
function updateCenters(
  observations: Observations,
  { labels, distances, sums, sizes }: Assignment,
  centers: Float64Array,
  origin: Float64Array,
): Float64Array {
  const { columns } = observations;
  const empty = [...sizes.keys()].filter((k) => sizes[k] === 0);
  if (empty.length > 0) {
    requireDistinctRows("fitKMeans", distances, centers.length / columns);
    const farthest = [...distances.keys()]
      .sort((a, b) => distances[b]! - distances[a]!)
      .slice(0, empty.length);
    empty.forEach((cluster, i) => {
      const row = farthest[i]!;
      const values = float64Scope(() => rowRange(observations, row, row + 1).toArray());
      const from = labels[row]!;
      for (let j = 0; j < columns; j++) {
        const shifted = values[j]! - origin[j]!;
        sums[cluster * columns + j] = shifted;
        sums[from * columns + j]! -= shifted;
      }
      sizes[cluster] = 1;
      sizes[from]! -= 1;
    });
  }
  return sums.map((sum, i) => {
    const size = sizes[Math.floor(i / columns)]!;
    return size > 0 ? sum / size : centers[i]!;
  });
}
