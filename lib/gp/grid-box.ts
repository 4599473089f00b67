import type { LogDensity } from "../math/index.js";
import { InputError } from "../support/index.js";

/** An axis-parallel box: one interval per coordinate. */
export interface GridBox {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Points per axis of the coarse grids on which a box is judged. */
const coarsePoints = 33;
/** A side that has moved this often without meeting low density belongs to a density without end. */
const maxGrowths = 60;

/** Calls `visit` with every point of a regular grid over the box; the array is reused. Optionally on one face only. */
export function forEachGridPoint(
  { lower, upper }: GridBox,
  points: number,
  visit: (position: Float64Array, index: readonly number[]) => void,
  fixed?: { readonly coordinate: number; readonly value: number },
): void {
  const dimension = lower.length;
  const position = new Float64Array(dimension);
  const index = new Array<number>(dimension).fill(0);
  const descend = (c: number): void => {
    if (c === dimension) {
      visit(position, index);
      return;
    }
    if (c === fixed?.coordinate) {
      position[c] = fixed.value;
      descend(c + 1);
      return;
    }
    for (let i = 0; i < points; i++) {
      index[c] = i;
      position[c] = lower[c]! + ((upper[c]! - lower[c]!) * i) / (points - 1);
      descend(c + 1);
    }
  };
  descend(0);
}

/**
 * A box outside which a log density is more than `drop` nats below its largest value: grown from `start` face by face
 * until the density on every face is low, then shrunk to what is needed. Judged on coarse grids: meant for smooth
 * densities whose high region is connected.
 *
 * @param drop 60 nats leave out less than 1e-20 of a well-behaved mass
 * @throws InputError if the density at the start is 0, or does not fall off on some side
 */
export function findGridBox(density: LogDensity, start: ArrayLike<number>, drop = 60): GridBox {
  const gradient = new Float64Array(density.dimension);
  const value = (position: Float64Array) => density.logDensityAndGradient(position, gradient);
  let most = value(Float64Array.from(start));
  if (!Number.isFinite(most))
    throw new InputError("findGridBox", `the log density at the start must be finite, got ${most}`, { most });
  const lower = Array.from(start, (centre) => centre - 1);
  const upper = Array.from(start, (centre) => centre + 1);
  const faceMaximum = (coordinate: number, at: number): number => {
    let largest = Number.NEGATIVE_INFINITY;
    const visit = (position: Float64Array): void => {
      largest = Math.max(largest, value(position));
    };
    forEachGridPoint({ lower, upper }, coarsePoints, visit, { coordinate, value: at });
    most = Math.max(most, largest);
    return largest;
  };
  const isLow = (coordinate: number, at: number) => faceMaximum(coordinate, at) < most - drop;
  for (let growth = 0, isGrowing = true; isGrowing; growth++) {
    if (growth > maxGrowths)
      throw new InputError("findGridBox", "the density does not fall off: no box holds its mass", {
        lower,
        upper,
      });
    isGrowing = false;
    for (let c = 0; c < density.dimension; c++) {
      const width = upper[c]! - lower[c]!;
      if (!isLow(c, lower[c]!)) {
        lower[c]! -= 0.25 * width;
        isGrowing = true;
      }
      if (!isLow(c, upper[c]!)) {
        upper[c]! += 0.25 * width;
        isGrowing = true;
      }
    }
  }
  return shrink({ lower, upper }, value, drop);
}

/** The part of the box whose coarse grid points are not low, and one point more on each side. */
function shrink(box: GridBox, value: (position: Float64Array) => number, drop: number): GridBox {
  const values: number[] = [];
  forEachGridPoint(box, coarsePoints, (position) => values.push(value(position)));
  const threshold = values.reduce((a, b) => Math.max(a, b)) - drop;
  const first = box.lower.map(() => coarsePoints - 1);
  const last = box.lower.map(() => 0);
  let place = 0;
  forEachGridPoint(box, coarsePoints, (_position, index) => {
    if (!(values[place++]! >= threshold)) return;
    index.forEach((i, c) => {
      first[c] = Math.min(first[c]!, Math.max(0, i - 1));
      last[c] = Math.max(last[c]!, Math.min(coarsePoints - 1, i + 1));
    });
  });
  const at = (c: number, i: number) =>
    box.lower[c]! + ((box.upper[c]! - box.lower[c]!) * i) / (coarsePoints - 1);
  return { lower: first.map((i, c) => at(c, i)), upper: last.map((i, c) => at(c, i)) };
}
