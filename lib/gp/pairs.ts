import { euclideanDistance } from "../math/index.js";
import { requireInput } from "../support/index.js";
import type { Inputs } from "./inputs.js";

/**
 * A number that depends on two inputs alone, not on a kernel's parameters: a distance, an inner product.
 * The rows begin at `xStart` in `x` and at `zStart` in `z`.
 */
export type PairFeature = (
  x: Float64Array,
  xStart: number,
  z: Float64Array,
  zStart: number,
  dimension: number,
) => number;

/** Euclidean distance `|x - z|`. */
export const distance: PairFeature = (x, xStart, z, zStart, dimension) => {
  if (dimension === 1) return Math.abs(x[xStart]! - z[zStart]!);
  return euclideanDistance(x, xStart, z, zStart, dimension);
};

/** Inner product `x . z`. */
export const innerProduct: PairFeature = (x, xStart, z, zStart, dimension) => {
  let sum = 0;
  for (let d = 0; d < dimension; d++) sum += x[xStart + d]! * z[zStart + d]!;
  return sum;
};

/**
 * The pairs of inputs on which a covariance matrix needs its kernel, in a fixed order, with everything that does not
 * depend on the kernel's parameters computed once: repeated evaluation at other parameters then costs no distances.
 */
export class Pairs {
  private readonly features = new Map<PairFeature, Float64Array>();
  private coordinateDifferences: Float64Array | null = null;

  private constructor(
    private readonly left: Inputs,
    private readonly right: Inputs,
    private readonly leftIndex: Int32Array,
    private readonly rightIndex: Int32Array,
    /** Whether both sides are the same observations, so that equal indices mean one and the same. */
    private readonly sharesObservations: boolean,
  ) {}

  /** Pairs (i, j) with j <= i of one set of points, row after row: pair number `i (i + 1) / 2 + j`. */
  static lowerTriangle(x: Inputs): Pairs {
    const count = (x.count * (x.count + 1)) / 2;
    const leftIndex = new Int32Array(count);
    const rightIndex = new Int32Array(count);
    let pair = 0;
    for (let i = 0; i < x.count; i++) {
      for (let j = 0; j <= i; j++) {
        leftIndex[pair] = i;
        rightIndex[pair++] = j;
      }
    }
    return new Pairs(x, x, leftIndex, rightIndex, true);
  }

  /** All pairs (x_i, z_j) of two sets of different observations: pair number `i z.count + j`. */
  static rectangle(x: Inputs, z: Inputs): Pairs {
    requireInput(
      x.dimension === z.dimension,
      "Pairs.rectangle",
      () => `both sets of points must have the same dimension, got ${x.dimension} and ${z.dimension}`,
      { dimensions: [x.dimension, z.dimension] },
    );
    const count = x.count * z.count;
    const leftIndex = Int32Array.from({ length: count }, (_, pair) => Math.floor(pair / z.count));
    const rightIndex = Int32Array.from({ length: count }, (_, pair) => pair % z.count);
    return new Pairs(x, z, leftIndex, rightIndex, false);
  }

  /** Each point with itself: pair number i is (x_i, x_i). */
  static diagonal(x: Inputs): Pairs {
    const index = Int32Array.from({ length: x.count }, (_, i) => i);
    return new Pairs(x, x, index, index, true);
  }

  /** Number of pairs. */
  get count(): number {
    return this.leftIndex.length;
  }

  /** Number of coordinates of a point. */
  get dimension(): number {
    return this.left.dimension;
  }

  /** The feature of every pair; computed at the first request and shared by all who ask. Not to be written to. */
  feature(of: PairFeature): Float64Array {
    const known = this.features.get(of);
    if (known !== undefined) return known;
    const { left, right, leftIndex, rightIndex, dimension } = this;
    const values = new Float64Array(this.count);
    for (let pair = 0; pair < values.length; pair++) {
      const xStart = leftIndex[pair]! * dimension;
      const zStart = rightIndex[pair]! * dimension;
      values[pair] = of(left.values, xStart, right.values, zStart, dimension);
    }
    this.features.set(of, values);
    return values;
  }

  /** `|x_d - z_d|` for every pair and coordinate, row-major `count x dimension`; shared, not to be written to. */
  differences(): Float64Array {
    if (this.coordinateDifferences !== null) return this.coordinateDifferences;
    const { left, right, leftIndex, rightIndex, dimension } = this;
    const values = new Float64Array(this.count * dimension);
    for (let pair = 0, place = 0; pair < this.count; pair++) {
      const xStart = leftIndex[pair]! * dimension;
      const zStart = rightIndex[pair]! * dimension;
      for (let d = 0; d < dimension; d++, place++)
        values[place] = Math.abs(left.values[xStart + d]! - right.values[zStart + d]!);
    }
    this.coordinateDifferences = values;
    return values;
  }

  /** Whether the two members of a pair are one and the same observation (not merely at the same place). */
  isSameObservation(pair: number): boolean {
    return this.sharesObservations && this.leftIndex[pair] === this.rightIndex[pair];
  }
}

/** What a kernel sees of pairs. */
export type PairView = Pick<Pairs, "count" | "dimension" | "feature" | "differences" | "isSameObservation">;
