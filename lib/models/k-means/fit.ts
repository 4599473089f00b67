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
  checkOptions(observations, options);
  const unit = squarableUnit(observations);
  const fitted = await lloyd(inUnits(observations, unit), inUnitsOfOptions(options, unit), hooks, unit ** 2);
  if (unit === 1) return fitted;
  return {
    ...fitted,
    centers: fitted.centers.map((value) => value * unit),
    inertia: fitted.inertia * unit ** 2,
    history: fitted.history.map((inertia) => inertia * unit ** 2),
  };
}

const inUnits = (observations: Observations, unit: number): Observations =>
  unit === 1 ? observations : { ...observations, divisor: (observations.divisor ?? 1) * unit };

const inUnitsOfOptions = (options: KMeansOptions, unit: number): KMeansOptions =>
  unit === 1 || options.centers === undefined
    ? options
    : { ...options, centers: options.centers.map((value) => value / unit) };

/** 1, or for rows so small or so large that squares leave the range of doubles the power of 2 that brings them back. */
function squarableUnit({ values, offset = 0, divisor = 1 }: Observations): number {
  if (values instanceof Uint8Array) return 1;
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs((value + offset) / divisor));
  if (largest === 0 || (largest > 1e-100 && largest < 1e100)) return 1;
  const unit = 2 ** Math.floor(Math.log2(largest));
  return Number.isFinite(divisor * unit) && divisor * unit > 0 ? unit : 1;
}

/** Lloyd's iterations, on rows that can be squared. */
async function lloyd(
  observations: Observations,
  options: KMeansOptions,
  hooks: KMeansHooks,
  inertiaUnit: number,
): Promise<KMeans> {
  const { clusters, tolerance = 1e-4, maxIterations = 300 } = options;
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
    history.push(await assignment.inertia(breather));
    hooks.onIteration?.(history.length, history.at(-1)! * inertiaUnit);
    const moved = await updatedCenters(observations, assignment, centers, origin, breather);
    isSettled = assignment.changed === 0;
    isStill = squaredDistance(centers, moved) <= movement;
    centers = moved;
  }
  const converged = isSettled || isStill;
  const places = placesOf(observations, assignment, centers, origin, history.at(-1)!);
  await assignment.update(centers, breather, places);
  return {
    kind: "k-means",
    clusters,
    columns,
    centers: places,
    labels: assignment.labels,
    inertia: total(await assignment.distances(breather)),
    history,
    converged,
  };
}

/** A mean that lies this much nearer to 0 than the origin has lost as many digits by the shift. */
const keptByShift = 1e-3;

/** The centres where they are; means that have lost digits by the one origin for all are computed again about themselves. */
function placesOf(
  observations: Observations,
  assignment: Assignment,
  centers: Float64Array,
  origin: Float64Array,
  inertia: number,
): Float64Array {
  const { labels, sizes } = assignment;
  const { values, columns, offset = 0, divisor = 1 } = observations;
  const places = centers.map((value, i) => value + origin[i % columns]!);
  const isLost =
    assignment.cancels(inertia) ||
    places.some((value, i) => Math.abs(value) < keptByShift * Math.abs(origin[i % columns]!));
  if (values instanceof Uint8Array || !isLost || sizes.some((size) => size === 0)) return places;
  const corrections = new Float64Array(places.length);
  labels.forEach((label, row) => {
    for (let j = 0; j < columns; j++) {
      const at = label * columns + j;
      corrections[at]! += ((values[row * columns + j]! + offset) / divisor - places[at]!) / sizes[label]!;
    }
  });
  return places.map((value, i) => value + corrections[i]!);
}

/**
 * The nearest of some centres for each row, by Euclidean distance; the first of equals. Distances that are equal but for rounding are
 * compared by their differences.
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
  requireFinite("nearestCenters", "centers", centers);
  requireInput(
    centers.length > 0 && centers.length % columns === 0,
    "nearestCenters",
    () => `centers must be whole rows of ${columns} columns, got ${centers.length} numbers`,
  );
  const origin = columnMeans(observations);
  const shifted = centers.map((value, i) => value - origin[i % columns]!);
  const assignment = new Assignment(observations, centers.length / columns, origin);
  await assignment.update(shifted, new Breather(hooks.signal), centers);
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
