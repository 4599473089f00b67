import type { Random } from "../../random/index.js";
import {
  Breather,
  InputError,
  requireFinite,
  requireInput,
  requireInteger,
  requireLength,
} from "../../support/index.js";
import { float64Scope } from "../../tensorflow/index.js";
import { columnMeans, columnVariances } from "../common/moments.js";
import {
  type Observations,
  requireMatchingObservations,
  requireObservations,
  rowRange,
} from "../common/observations.js";
import { Assignment } from "./assignment.js";
import { drawCenters, requireDistinctRows } from "./start.js";

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
  /** Inertia of the labels of each iteration about the centres they were found with, but for the rounding of the rows' own squares. */
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
  const assignment = new Assignment(observations, clusters, origin);
  const history: number[] = [];
  let isSettled = false;
  let isStill = false;
  while (!isSettled && !isStill && history.length < maxIterations) {
    await assignment.update(centers, breather);
    history.push(assignment.inertia());
    hooks.onIteration?.(history.length, history.at(-1)!);
    const moved = await updatedCenters(observations, assignment, centers, origin, breather);
    isSettled = assignment.changed === 0;
    isStill = squaredDistance(centers, moved) <= movement;
    centers = moved;
  }
  const converged = isSettled || isStill;
  await assignment.update(centers, breather);
  return {
    kind: "k-means",
    clusters,
    columns,
    centers: centers.map((value, i) => value + origin[i % columns]!),
    labels: assignment.labels,
    inertia: total(await assignment.distances(breather)),
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
  const assignment = new Assignment(observations, centers.length / columns, origin);
  await assignment.update(shifted, new Breather(hooks.signal));
  return assignment.labels;
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
const mean = (values: Float64Array) => total(values) / values.length;
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

/** Mean of each cluster; empty ones take the rows farthest from their centres, which leave their clusters. */
async function updatedCenters(
  observations: Observations,
  assignment: Assignment,
  centers: Float64Array,
  origin: Float64Array,
  breather: Breather,
): Promise<Float64Array> {
  const { columns } = observations;
  const { labels } = assignment;
  const sizes = assignment.sizes.slice();
  const sums = assignment.sums();
  const empty = [...sizes.keys()].filter((k) => sizes[k] === 0);
  if (empty.length > 0) {
    const distances = await assignment.distances(breather);
    requireDistinctRows("fitKMeans", distances, sizes.length);
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
