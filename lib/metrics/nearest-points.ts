import { euclideanDistance } from "../math/index.js";
import { requireFinite, requireInput, requireInteger, requireLength } from "../support/index.js";

/**
 * Points among which the nearest to a place are looked for, each time among all: O(n) a place, 10,000 places among 10,000 points in the plane
 * in half a second.
 */
export class NearestPoints {
  readonly count: number;
  private readonly points: Float64Array;
  /** Whether differences of coordinates can be squared. */
  private readonly isSquarable: boolean;

  /**
   * @param points `count * dimension` finite coordinates, point after point (copied)
   * @throws InputError if a coordinate is not finite or the length is no multiple of `dimension`
   */
  constructor(
    points: ArrayLike<number>,
    readonly dimension = 2,
  ) {
    const caller = "NearestPoints";
    requireInteger(caller, "dimension", dimension, 1);
    requireInput(
      points.length > 0 && points.length % dimension === 0,
      caller,
      () => `points must hold ${dimension} coordinates each, got ${points.length} numbers`,
    );
    requireFinite(caller, "points", points);
    this.points = Float64Array.from(points);
    this.isSquarable = areSquarable(this.points);
    this.count = points.length / dimension;
  }

  /**
   * Indices of the `k` points nearest to a place by Euclidean distance, nearest first; equally near ones by index.
   *
   * @param except index of a point that does not count
   * @throws InputError if fewer than `k` points are there
   */
  nearest(place: ArrayLike<number>, k: number, except = -1): Int32Array {
    const caller = "NearestPoints.nearest";
    requireLength(caller, "place", place.length, this.dimension);
    requireFinite(caller, "place", place);
    requireInteger(caller, "k", k, 1);
    const available = this.count - (except >= 0 ? 1 : 0);
    requireInput(k <= available, caller, () => `${k} neighbours were asked for among ${available} points`, {
      k,
      available,
    });
    const indices = new Int32Array(k);
    const distances = new Float64Array(k);
    const from = Float64Array.from(place);
    // compared by squares, or themselves where these would leave the range of doubles
    const distanceOf = this.isSquarable && areSquarable(from) ? squaredDistanceBelow : euclideanDistance;
    let found = 0;
    for (let index = 0; index < this.count; index++) {
      const limit = found < k ? Number.POSITIVE_INFINITY : distances[k - 1]!;
      const distance = distanceOf(from, 0, this.points, index * this.dimension, this.dimension, limit);
      // those met before have the smaller index and stay in front
      if (index === except || (found === k && !(distance < distances[k - 1]!))) continue;
      let at = found < k ? found++ : k - 1;
      for (; at > 0 && distances[at - 1]! > distance; at--) {
        distances[at] = distances[at - 1]!;
        indices[at] = indices[at - 1]!;
      }
      distances[at] = distance;
      indices[at] = index;
    }
    return indices;
  }
}

/** So many coordinates are added before the sum is looked at. */
const stretch = 16;

/** Squared distance of two rows if it is below a limit; otherwise a sum of its first terms that is not. */
function squaredDistanceBelow(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  columns: number,
  limit: number,
): number {
  let sum = 0;
  for (let start = 0; start < columns && sum < limit; start += stretch) {
    const end = Math.min(columns, start + stretch);
    for (let j = start; j < end; j++) {
      const difference = a[aStart + j]! - b[bStart + j]!;
      sum += difference * difference;
    }
  }
  return sum;
}

/** Whether squares of all differences of such coordinates are doubles with all their digits. */
function areSquarable(coordinates: ArrayLike<number>): boolean {
  for (let i = 0; i < coordinates.length; i++) {
    const size = Math.abs(coordinates[i]!);
    if (size !== 0 && !(size > 1e-120 && size < 1e120)) return false;
  }
  return true;
}
