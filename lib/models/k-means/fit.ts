import type { Random } from "../../random/index.js";
import {
  Breather,
  requireFinite,
  requireInput,
  requireInteger,
  requireLength,
  silent,
} from "../../support/index.js";
import { float64Scope } from "../../tensorflow/index.js";
import { type FitHooks, requireRandom } from "../common/fit-hooks.js";
import { columnMeans, columnVariances } from "../common/moments.js";
import {
  type Observations,
  requireMatchingObservations,
  requireObservations,
  rowRange,
} from "../common/observations.js";
import { parameterArray } from "../common/parameter-array.js";
import { Assignment } from "./assignment.js";
import type { KMeans, KMeansConfig } from "./model.js";
import { drawCentres, requireDistinctRows } from "./start.js";

/** How rows are to be clustered; the defaults are scikit-learn's. */
export interface KMeansOptions {
  readonly clusters: number;
  /** Stop when the squared movement of all centres together is at most this times the mean variance of the columns. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Where it begins: with rows drawn by k-means++ (the default), or with these centres, clusters x columns by rows. */
  readonly start?: "k-means++" | { readonly centres: Float64Array };
}

/** How a clustering is watched and stopped; its state is the inertia of each iteration so far. */
export type KMeansHooks = Omit<FitHooks<readonly number[]>, "from">;

const caller = "kMeans.fit";

/**
 * Lloyd's k-means. Rows are shifted to mean 0 first, so that distances keep their digits far from the origin. A cluster that
 * loses all its rows takes the row farthest from its centre, as in scikit-learn.
 *
 * @throws InputError for rows that are not fit, more clusters than (distinct) rows, centres of another shape, or neither
 *   centres nor a random stream
 * @throws InterruptedError when `hooks.signal` is aborted
 */
export async function fit(
  data: Observations,
  config: KMeansOptions,
  hooks: KMeansHooks = {},
): Promise<KMeans> {
  const wanted = checked(data, config, hooks.random);
  const unit = squarableUnit(data);
  const fitted = await lloyd(inUnits(data, unit), inUnitsOfStart(config, unit), wanted, hooks, unit ** 2);
  if (unit === 1) return fitted;
  const { centres } = fitted.parameters;
  return {
    ...fitted,
    parameters: { centres: { ...centres, data: centres.data.map((value) => value * unit) } },
  };
}

const inUnits = (data: Observations, unit: number): Observations =>
  unit === 1 ? data : { ...data, divisor: (data.divisor ?? 1) * unit };

const inUnitsOfStart = (config: KMeansOptions, unit: number): KMeansOptions => {
  const { start = "k-means++" } = config;
  if (unit === 1 || start === "k-means++") return config;
  return { ...config, start: { centres: start.centres.map((value) => value / unit) } };
};

/** 1, or for rows so small or so large that squares leave the range of doubles the power of 2 that brings them back. */
function squarableUnit({ values, offset = 0, divisor = 1 }: Observations): number {
  if (values instanceof Uint8Array) return 1;
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs((value + offset) / divisor));
  if (largest === 0 || (largest > 1e-100 && largest < 1e100)) return 1;
  const unit = 2 ** Math.floor(Math.log2(largest));
  return Number.isFinite(divisor * unit) && divisor * unit > 0 ? unit : 1;
}

/** Lloyd's iterations, on rows that can be squared; the inertia it tells is in the unit of the rows that were given. */
async function lloyd(
  data: Observations,
  config: KMeansOptions,
  wanted: KMeansConfig,
  hooks: KMeansHooks,
  inertiaUnit: number,
): Promise<KMeans> {
  const { clusters, dimension, tolerance, maxIterations } = wanted;
  const breather = new Breather(hooks.signal);
  const task = (hooks.progress ?? silent)(hooks.title ?? `k-means of ${clusters}`, maxIterations);
  const origin = columnMeans(data);
  const movement = tolerance === 0 ? 0 : tolerance * mean(columnVariances(data, origin));
  let centres = startCentres(data, config, origin, hooks.random);
  const assignment = new Assignment(data, clusters, origin);
  const history: { iteration: number; inertia: number }[] = [];
  let isUnchanged = false;
  let isStill = false;
  let found = Number.POSITIVE_INFINITY;
  while (!isUnchanged && !isStill && history.length < maxIterations) {
    await assignment.update(centres, breather);
    found = await assignment.inertia(breather);
    history.push({ iteration: history.length + 1, inertia: found * inertiaUnit });
    task.update(history.length, `inertia ${(found * inertiaUnit).toPrecision(6)}`);
    hooks.onState?.(history.map((each) => each.inertia));
    const moved = await updatedCentres(data, assignment, centres, origin, breather);
    isUnchanged = assignment.changed === 0;
    isStill = squaredDistance(centres, moved) <= movement;
    centres = moved;
  }
  const places = placesOf(data, assignment, centres, origin, found);
  await assignment.update(centres, breather, places);
  const inertia = total(await assignment.distances(breather)) * inertiaUnit;
  task.finish(`inertia ${inertia.toPrecision(6)} after ${history.length} iterations`);
  return {
    kind: "k-means",
    config: wanted,
    parameters: { centres: parameterArray(places, clusters, dimension) },
    labels: assignment.labels,
    inertia,
    history,
    converged: isUnchanged || isStill,
  };
}

/** A mean that lies this much nearer to 0 than the origin has lost as many digits by the shift. */
const keptByShift = 1e-3;

/** The centres where they are; means that have lost digits by the one origin for all are computed again about themselves. */
function placesOf(
  observations: Observations,
  assignment: Assignment,
  centres: Float64Array,
  origin: Float64Array,
  inertia: number,
): Float64Array {
  const { labels, sizes } = assignment;
  const { values, columns, offset = 0, divisor = 1 } = observations;
  const places = centres.map((value, i) => value + origin[i % columns]!);
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
 * @param centres K x columns by rows
 */
export async function nearestCentres(
  data: Observations,
  centres: Float64Array,
  { signal }: Pick<KMeansHooks, "signal"> = {},
): Promise<Int32Array> {
  const caller = "kMeans.nearestCentres";
  const { columns } = data;
  requireMatchingObservations(caller, data, columns);
  requireFinite(caller, "centres", centres);
  requireInput(
    centres.length > 0 && centres.length % columns === 0,
    caller,
    () => `centres must be whole rows of ${columns} columns, got ${centres.length} numbers`,
  );
  const origin = columnMeans(data);
  const shifted = centres.map((value, i) => value - origin[i % columns]!);
  const assignment = new Assignment(data, centres.length / columns, origin);
  await assignment.update(shifted, new Breather(signal), centres);
  return assignment.labels;
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
const mean = (values: Float64Array) => total(values) / values.length;
const squaredDistance = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);

function checked(data: Observations, config: KMeansOptions, random: Random | undefined): KMeansConfig {
  const { clusters, tolerance = 1e-4, maxIterations = 300, start = "k-means++" } = config;
  const count = requireObservations(caller, data);
  const dimension = data.columns;
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
  if (start === "k-means++") requireRandom(caller, random, "the first centres with");
  else {
    requireLength(caller, "centres", start.centres.length, clusters * dimension);
    requireFinite(caller, "centres", start.centres);
  }
  return { clusters, dimension, tolerance, maxIterations };
}

function startCentres(
  data: Observations,
  { clusters, start = "k-means++" }: KMeansOptions,
  origin: Float64Array,
  random: Random | undefined,
): Float64Array {
  if (start === "k-means++") return drawCentres(data, clusters, origin, random!);
  return start.centres.map((value, i) => value - origin[i % origin.length]!);
}

/** Mean of each cluster; empty ones take the rows farthest from their centres, which leave their clusters. */
async function updatedCentres(
  observations: Observations,
  assignment: Assignment,
  centres: Float64Array,
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
    requireDistinctRows(caller, distances, sizes.length);
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
    return size > 0 ? sum / size : centres[i]!;
  });
}
