import { requireInput, requireLength } from "../../support/index.js";

/** A function of two variables on a rectangular grid: `values[i * y.length + j]` at `(x[i], y[j])`. */
export interface PlaneGrid {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** A straight piece of a contour line. */
export interface Segment {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

/** The function's values on a grid. */
export function planeGrid(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  of: (x: number, y: number) => number,
): PlaneGrid {
  const values = new Float64Array(x.length * y.length);
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < y.length; j++) values[i * y.length + j] = of(x[i]!, y[j]!);
  return { x, y, values };
}

/**
 * The density above which a region holds each of the masses: the bounds of highest density regions. The grid must be
 * regular and hold practically all of the mass.
 *
 * @throws InputError for a mass outside (0, 1) or values that are negative or hold no mass
 */
export function massLevels({ values }: PlaneGrid, masses: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort().reverse();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  requireInput(
    total > 0 && sorted[sorted.length - 1]! >= 0,
    "massLevels",
    "the density must be at least 0, with a mass",
  );
  return masses.map((mass) => {
    requireInput(mass > 0 && mass < 1, "massLevels", () => `a mass must be in (0, 1), got ${mass}`, { mass });
    let sum = 0;
    const at = sorted.findIndex((value) => {
      sum += value;
      return sum >= mass * total;
    });
    return sorted[at]!;
  });
}

/** Straight pieces of the line on which the function, linear along the edges of its grid, has a value: marching squares. */
export function contourSegments(grid: PlaneGrid, level: number): Segment[] {
  const { x, y, values } = grid;
  requireLength("contourSegments", "values", values.length, x.length * y.length);
  const segments: Segment[] = [];
  for (let i = 0; i + 1 < x.length; i++)
    for (let j = 0; j + 1 < y.length; j++) segments.push(...cellSegments(grid, i, j, level));
  return segments;
}

type Point = readonly [x: number, y: number];

/** The pieces within one cell: its crossed edges in turn, joined two by two. */
function cellSegments({ x, y, values }: PlaneGrid, i: number, j: number, level: number): Segment[] {
  // corners in the order of a walk round the cell
  const corners = [
    [i, j],
    [i + 1, j],
    [i + 1, j + 1],
    [i, j + 1],
  ] as const;
  const at = corners.map(([a, b]) => values[a * y.length + b]! - level);
  const crossings = corners.flatMap(([a, b], k): Point[] => {
    const next = (k + 1) % 4;
    const [c, d] = corners[next]!;
    if (at[k]! >= 0 === at[next]! >= 0) return [];
    const share = at[k]! / (at[k]! - at[next]!);
    return [[x[a]! + share * (x[c]! - x[a]!), y[b]! + share * (y[d]! - y[b]!)]];
  });
  if (crossings.length === 2) return [{ from: crossings[0]!, to: crossings[1]! }];
  if (crossings.length !== 4) return [];
  // a saddle: the sign in the middle tells which corners belong together
  const isCornerAlone = at[0]! >= 0 !== at.reduce((a, b) => a + b, 0) >= 0;
  const [first, second, third, fourth] = crossings as [Point, Point, Point, Point];
  return isCornerAlone
    ? [
        { from: fourth, to: first },
        { from: second, to: third },
      ]
    : [
        { from: first, to: second },
        { from: third, to: fourth },
      ];
}
