import { nearestOf } from "../../math/index.js";
import type { Breather } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import {
  chunks,
  countRows,
  type Observations,
  rowRange,
  rowsAt,
  rowsPerChunk,
} from "../common/observations.js";

/**
 * The cluster of each row, kept up to date while the centres move; everything about an origin that is subtracted from rows and centres.
 *
 * Each row remembers by how much it is at least nearer to its own centre than to any other. Centres that have moved by less
 * together cannot have changed its cluster, so that only the rows in doubt are looked at again (after Hamerly 2010, with one bound for two).
 * The labels are those of a look at all rows: the bound allows for rounding, and where two centres are equally far from a row of doubles but
 * for rounding, the differences themselves decide.
 */
export class Assignment {
  /** The nearest centre of each row, the first of equals; -1 before the first update. */
  readonly labels: Int32Array;
  /** Number of rows of each cluster. */
  readonly sizes: Float64Array;
  /** Of the last update. */
  changed = 0;
  /** Sum of all squared rows. */
  private scatter = 0;
  private readonly squares: Float64Array;
  private readonly gaps: Float64Array;
  private readonly totals: ClusterTotals;
  private centres: Float64Array;
  /** The centres where they are, not about the origin. */
  private places: Float64Array;

  constructor(
    private readonly observations: Observations,
    private readonly clusters: number,
    private readonly origin: Float64Array,
  ) {
    const count = countRows(observations);
    this.labels = new Int32Array(count).fill(-1);
    this.sizes = new Float64Array(clusters);
    this.squares = new Float64Array(count);
    this.gaps = new Float64Array(count);
    this.totals = new ClusterTotals(observations, clusters, origin);
    this.centres = new Float64Array(clusters * observations.columns);
    this.places = this.centres;
  }

  /**
   * Assigns the rows to the nearest of these centres, clusters x columns.
   *
   * @param places the centres not about the origin, if they are known better than by adding it
   */
  async update(centres: Float64Array, breather: Breather, places?: Float64Array): Promise<void> {
    const { origin } = this;
    this.closeGaps(centres);
    this.centres = centres.slice();
    this.places = places ?? centres.map((value, i) => value + origin[i % origin.length]!);
    this.changed = 0;
    const doubtful = this.doubtful();
    for (const [start, end] of chunks(doubtful.length, rowsPerChunk(this.observations.columns))) {
      await breather.breathe();
      this.look(doubtful.subarray(start, end));
    }
    if (this.changed > 0) this.totals.update(this.labels);
  }

  /** Sum of the rows of each cluster, clusters x columns. */
  sums(): Float64Array {
    return this.totals.centred(this.sizes);
  }

  /**
   * Sum of the squared distances of all rows from the centres of the last update: from the clusters' sums, or from the differences where
   * that would cancel more than six digits.
   */
  async inertia(breather: Breather): Promise<number> {
    const { columns } = this.observations;
    const sums = this.sums();
    const gain = this.centres.reduce(
      (total, centre, i) => total + centre * (2 * sums[i]! - this.sizes[Math.floor(i / columns)]! * centre),
      0,
    );
    const inertia = this.scatter - gain;
    if (!this.cancels(inertia)) return inertia;
    return (await this.distances(breather)).reduce((sum, distance) => sum + distance, 0);
  }

  /** Whether the clusters lie so far apart that sums about one origin for all lose more than six digits of this inertia. */
  cancels(inertia: number): boolean {
    return !(inertia > 1e-6 * this.scatter);
  }

  /** Squared distance of every row from its centre at the last update, from the differences. */
  async distances(breather: Breather): Promise<Float64Array> {
    const { observations, labels, clusters } = this;
    const { columns } = observations;
    const distances = new Float64Array(labels.length);
    for (const [start, end] of chunks(labels.length, rowsPerChunk(columns))) {
      await breather.breathe();
      const some = float64Scope(() => {
        const centres = matrix(this.places, clusters, columns);
        return rowRange(observations, start, end)
          .minus(centres.selectRows(labels.slice(start, end)))
          .squared()
          .rowSums()
          .toArray();
      });
      distances.set(some, start);
    }
    return distances;
  }

  /** Takes the way of a row's own centre and the longest way of any from its gap. */
  private closeGaps(centres: Float64Array): void {
    const { columns } = this.observations;
    const ways = Array.from({ length: this.clusters }, (_, k) => {
      let squared = 0;
      for (let i = k * columns; i < (k + 1) * columns; i++) squared += (centres[i]! - this.centres[i]!) ** 2;
      return Math.sqrt(squared) * (1 + 1e-9);
    });
    const longest = Math.max(...ways);
    if (!(longest > 0)) return;
    this.labels.forEach((label, row) => {
      if (label >= 0) this.gaps[row]! -= ways[label]! + longest;
    });
  }

  private doubtful(): Int32Array {
    const rows = new Int32Array(this.labels.length);
    let count = 0;
    this.labels.forEach((label, row) => {
      if (label < 0 || !(this.gaps[row]! > 0)) rows[count++] = row;
    });
    return rows.subarray(0, count);
  }

  /** Compares all centres by `|c|^2 - 2 x c`. */
  private look(indices: Int32Array): void {
    const { clusters, labels, squares } = this;
    const { columns } = this.observations;
    const isFirst = labels[indices[0]!] === -1;
    const { scores, lengths, norms } = float64Scope(() => {
      const rows = this.rows(indices);
      const centres = matrix(this.centres, clusters, columns);
      const lengths = centres.squared().rowSums().transposed();
      const scores = rows.multiply(centres, { transposeRight: true }).times(-2).plus(lengths).toArray();
      const norms = isFirst ? rows.squared().rowSums().toArray() : undefined;
      return { scores, lengths: lengths.toArray(), norms };
    });
    norms?.forEach((norm, i) => {
      squares[indices[i]!] = norm;
      this.scatter += norm;
    });
    const longest = Math.max(...lengths);
    const isBytes = this.observations.values instanceof Uint8Array;
    indices.forEach((row, i) => {
      const { best, second } = twoSmallest(scores, i * clusters, clusters);
      const norm = squares[row]!;
      // what rounding can make of a squared distance
      const error = (columns + 8) * (2 ** -51 * (norm + longest) + 2 ** -1060);
      const near = Math.sqrt(Math.max(0, norm + scores[i * clusters + best]!) + error);
      const far = second < 0 ? Infinity : norm + scores[i * clusters + second]! - error;
      // not a number where a square is none: then the row is looked at again
      this.gaps[row] = Math.sqrt(Math.max(0, far)) - near;
      // of bytes nothing worth a second look cancels: they lie within 255 of their origin
      const isSure =
        isBytes || second < 0 || scores[i * clusters + second]! - scores[i * clusters + best]! > 2 * error;
      this.move(
        row,
        isSure ? best : this.nearest(row, scores.subarray(i * clusters, (i + 1) * clusters), error),
      );
    });
  }

  /** The nearest of the centres that rounding leaves in question, by the differences. */
  private nearest(row: number, scores: Float64Array, error: number): number {
    const { columns, values, offset = 0, divisor = 1 } = this.observations;
    const own = values.subarray(row * columns, (row + 1) * columns);
    const x = Float64Array.from(own, (value) => (value + offset) / divisor);
    const least = scores.reduce((best, score) => Math.min(best, score), Number.POSITIVE_INFINITY);
    const inQuestion = [...scores.keys()].filter((k) => !(scores[k]! > least + 2 * error));
    return nearestOf(x, 0, this.places, columns, inQuestion);
  }

  private rows(indices: Int32Array): Matrix {
    const [first, last] = [indices[0]!, indices.at(-1)!];
    const isUnbroken = last - first + 1 === indices.length;
    const rows = isUnbroken
      ? rowRange(this.observations, first, last + 1)
      : rowsAt(this.observations, indices);
    return rows.minus(matrix(this.origin, 1, this.observations.columns));
  }

  private move(row: number, to: number): void {
    const from = this.labels[row]!;
    if (from === to) return;
    this.totals.move(row, from, to);
    if (from >= 0) this.sizes[from]! -= 1;
    this.sizes[to]! += 1;
    this.labels[row] = to;
    this.changed++;
  }
}

/** Places of the two smallest of some scores, relative to `start`; the first of equals. */
function twoSmallest(scores: Float64Array, start: number, count: number): { best: number; second: number } {
  let best = 0;
  let second = -1;
  for (let k = 1; k < count; k++) {
    const score = scores[start + k]!;
    if (score < scores[start + best]!) {
      second = best;
      best = k;
    } else if (second < 0 || score < scores[start + second]!) second = k;
  }
  return { best, second };
}

/**
 * Sums of the rows of each cluster. Those of bytes are whole numbers, so that rows can come and go without a trace; doubles are summed
 * up anew, about the origin.
 */
class ClusterTotals {
  private readonly totals: Float64Array;
  private readonly isExact: boolean;

  constructor(
    private readonly observations: Observations,
    clusters: number,
    private readonly origin: Float64Array,
  ) {
    this.totals = new Float64Array(clusters * observations.columns);
    this.isExact = observations.values instanceof Uint8Array;
  }

  /** Of bytes; from -1 if the row has been nowhere. */
  move(row: number, from: number, to: number): void {
    if (!this.isExact) return;
    this.add(row, to, 1);
    if (from >= 0) this.add(row, from, -1);
  }

  private add(row: number, cluster: number, sign: 1 | -1): void {
    const { totals } = this;
    const { values, columns } = this.observations;
    for (let i = row * columns, at = cluster * columns; i < (row + 1) * columns; i++, at++)
      totals[at] = totals[at]! + sign * values[i]!;
  }

  /** After rows have moved: anew for doubles. */
  update(labels: Int32Array): void {
    if (this.isExact) return;
    const { totals, origin } = this;
    const { values, columns, offset = 0, divisor = 1 } = this.observations;
    totals.fill(0);
    labels.forEach((label, row) => {
      for (let j = 0, i = row * columns, at = label * columns; j < columns; j++, i++, at++)
        totals[at] = totals[at]! + ((values[i]! + offset) / divisor - origin[j]!);
    });
  }

  /** About the origin. */
  centred(sizes: Float64Array): Float64Array {
    if (!this.isExact) return this.totals.slice();
    const { columns, offset = 0, divisor = 1 } = this.observations;
    return this.totals.map((total, i) => {
      const size = sizes[Math.floor(i / columns)]!;
      return (total + size * offset) / divisor - size * this.origin[i % columns]!;
    });
  }
}
