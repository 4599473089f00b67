import type { Random } from "../../random/index.js";
import { InputError, requireInput, requireLength } from "../../support/index.js";

/** The range of one coordinate. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

/** A continuous domain: a range for each coordinate. */
export type Box = readonly Range[];

/** Refuses a box without coordinates, or with a range that is not finite and in order. */
export function requireBox(caller: string, box: Box): void {
  requireInput(box.length > 0, caller, "the domain is empty: wants a range for each coordinate");
  box.forEach(({ lower, upper }, d) => {
    requireInput(
      Number.isFinite(lower) && Number.isFinite(upper) && lower < upper,
      caller,
      () => `range ${d} must run from a smaller to a larger finite number, got ${lower} to ${upper}`,
      { range: d, lower, upper },
    );
  });
}

/** Refuses a point that is not in the box. */
export function requireInBox(caller: string, box: Box, x: readonly number[]): void {
  requireLength(caller, "x", x.length, box.length);
  x.forEach((value, d) => {
    const { lower, upper } = box[d]!;
    if (!(value >= lower && value <= upper))
      throw new InputError(caller, `x[${d}] must be between ${lower} and ${upper}, got ${value}`, { x });
  });
}

/** A point of the box on [0, 1] in each coordinate. */
export const toUnit = (box: Box, x: ArrayLike<number>): Float64Array =>
  Float64Array.from(box, ({ lower, upper }, d) => (x[d]! - lower) / (upper - lower));

/** The way back; never outside of the box by rounding. */
export const fromUnit = (box: Box, unit: ArrayLike<number>): number[] =>
  box.map(({ lower, upper }, d) => Math.min(upper, Math.max(lower, lower + (upper - lower) * unit[d]!)));

/**
 * `count` points of the unit cube that fill it: a Latin hypercube (McKay, Beckman and Conover 1979), each of `count` equal slices of every
 * coordinate with one point at a random place.
 */
export function latinHypercube(count: number, dimension: number, random: Random): Float64Array[] {
  const points = Array.from({ length: count }, () => new Float64Array(dimension));
  for (let d = 0; d < dimension; d++) {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    points.forEach((point, i) => {
      point[d] = (order[i]! + random.uniform()) / count;
    });
  }
  return points;
}
