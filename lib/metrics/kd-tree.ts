import { euclideanDistance } from "../math/index.js";
import { requireFinite, requireInput, requireInteger, requireLength } from "../support/index.js";

/** The best points met so far, ascending by distance and, where distances are equal, by index. */
class Candidates {
  readonly indices: Int32Array;
  private readonly distances: Float64Array;
  private size = 0;

  constructor(capacity: number) {
    this.indices = new Int32Array(capacity);
    this.distances = new Float64Array(capacity);
  }

  /** Whether a point at this squared distance, of this index, would come among the best. */
  accepts(index: number, distance: number): boolean {
    return this.size < this.indices.length || this.isAfter(this.size - 1, index, distance);
  }

  offer(index: number, distance: number): void {
    let place = this.size;
    while (place > 0 && this.isAfter(place - 1, index, distance)) place--;
    if (place === this.indices.length) return;
    if (this.size < this.indices.length) this.size++;
    this.indices.copyWithin(place + 1, place, this.size - 1);
    this.distances.copyWithin(place + 1, place, this.size - 1);
    this.indices[place] = index;
    this.distances[place] = distance;
  }

  private isAfter(place: number, index: number, distance: number): boolean {
    const held = this.distances[place]!;
    return held > distance || (held === distance && this.indices[place]! > index);
  }
}

/**
 * Points in few dimensions, arranged so that the nearest ones to a place are found in about `log n` steps
 * (Bentley 1975): a balanced tree, each level split at the median of one coordinate, the coordinates in turn.
 */
export class KdTree {
  readonly count: number;
  private readonly points: Float64Array;
  /** Indices of the points; a range's middle is its root, what stands left and right of it its subtrees. */
  private readonly order: Int32Array;
  /** The smallest index within the subtree of each place in `order`. */
  private readonly smallestIndex: Int32Array;
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
    requireInteger("KdTree", "dimension", dimension, 1);
    requireInput(
      points.length > 0 && points.length % dimension === 0,
      "KdTree",
      () => `points must hold ${dimension} coordinates each, got ${points.length} numbers`,
      { length: points.length, dimension },
    );
    requireFinite("KdTree", "points", points);
    this.points = Float64Array.from(points);
    this.isSquarable = areSquarable(this.points);
    this.count = points.length / dimension;
    this.order = Int32Array.from({ length: this.count }, (_, i) => i);
    this.smallestIndex = new Int32Array(this.count);
    this.arrange(0, this.count, 0);
  }

  /** Arranges a range into a subtree and returns the smallest index in it. */
  private arrange(start: number, end: number, axis: number): number {
    if (start >= end) return this.count;
    const { points, dimension, order } = this;
    order
      .subarray(start, end)
      .sort((a, b) => points[a * dimension + axis]! - points[b * dimension + axis]! || a - b);
    const middle = (start + end) >> 1;
    const next = (axis + 1) % dimension;
    const smallest = Math.min(
      order[middle]!,
      this.arrange(start, middle, next),
      this.arrange(middle + 1, end, next),
    );
    this.smallestIndex[middle] = smallest;
    return smallest;
  }

  /**
   * Indices of the `k` points nearest to `place` by Euclidean distance, ascending; points at the same distance stand
   * in order of their index.
   *
   * @param place `dimension` finite coordinates
   * @param except index of a point to leave out (its own, for leave-one-out), -1 for none
   * @throws InputError if fewer than `k` points are there
   */
  nearest(place: ArrayLike<number>, k: number, except = -1): Int32Array {
    requireLength("KdTree.nearest", "place", place.length, this.dimension);
    requireFinite("KdTree.nearest", "place", place);
    requireInteger("KdTree.nearest", "k", k, 1);
    const available = this.count - (except >= 0 ? 1 : 0);
    requireInput(
      k <= available,
      "KdTree.nearest",
      () => `${k} neighbours were asked for among ${available} points`,
      { k, available },
    );
    const candidates = new Candidates(k);
    const key = this.isSquarable && areSquarable(place) ? squared : Math.abs;
    this.search(0, this.count, 0, place, except, candidates, key);
    return candidates.indices;
  }

  private search(
    start: number,
    end: number,
    axis: number,
    place: ArrayLike<number>,
    except: number,
    candidates: Candidates,
    key: (difference: number) => number,
  ): void {
    if (start >= end) return;
    const middle = (start + end) >> 1;
    const index = this.order[middle]!;
    if (index !== except) candidates.offer(index, this.distance(index, place, key));
    const offset = place[axis]! - this.points[index * this.dimension + axis]!;
    const next = (axis + 1) % this.dimension;
    const left = [start, middle] as const;
    const right = [middle + 1, end] as const;
    const [near, far] = offset <= 0 ? [left, right] : [right, left];
    this.search(...near, next, place, except, candidates, key);
    const farRoot = (far[0] + far[1]) >> 1;
    const isFarNeeded = far[0] < far[1] && candidates.accepts(this.smallestIndex[farRoot]!, key(offset));
    if (isFarNeeded) this.search(...far, next, place, except, candidates, key);
  }

  /** The squared distance, or the distance where coordinates cannot be squared. */
  private distance(index: number, place: ArrayLike<number>, key: (difference: number) => number): number {
    const { points, dimension } = this;
    if (key !== squared) return euclideanDistance(place, 0, points, index * dimension, dimension);
    let sum = 0;
    for (let d = 0; d < dimension; d++) {
      const difference = place[d]! - points[index * dimension + d]!;
      sum += difference * difference;
    }
    return sum;
  }
}

const squared = (difference: number): number => difference * difference;

/** Whether squares of all differences of such coordinates are doubles with all their digits. */
function areSquarable(coordinates: ArrayLike<number>): boolean {
  for (let i = 0; i < coordinates.length; i++) {
    const size = Math.abs(coordinates[i]!);
    if (size !== 0 && !(size > 1e-120 && size < 1e120)) return false;
  }
  return true;
}
