import { examGrid } from "./exam.js";

/** What the report shows of an optimisation: where it asked for values. Steps are counted from 1, as there. */
export interface ShownOptimisation {
  readonly name: string;
  /** For each step the places that its addition may have had, by the picture: one where it is drawn, those where the band pinches otherwise. */
  readonly places: readonly (readonly number[])[];
}

const [first, second, valley] = [-1, -0.9698492, 0.2160804] as const;

/**
 * Figure 7 of the report: its additions at k = 1, 5 and 10 are drawn; where the band of k = 5 and k = 10 shrinks to the noise are the
 * others, x = -1 and -0.9698 for k = 2 to 4, those and 0.2161 for k = 6 to 9.
 */
export const reportFigureSeven: ShownOptimisation = {
  name: "Figure 7",
  places: [
    [first],
    [first, second],
    [first, second],
    [first, second],
    [valley],
    ...Array.from({ length: 4 }, () => [first, second, valley]),
    [valley],
  ],
};

/**
 * The report's Figures 14 to 16 show k = 10 alone: its addition is at x = -1 with each kernel, and with Matérn 3/2 the band shrinks at
 * one more place, near 0.75.
 */
export const reportKernelFigures: readonly ShownOptimisation[] = [
  { name: "Brownian", places: Array.from({ length: 10 }, () => [first]) },
  { name: "cosine", places: Array.from({ length: 10 }, () => [first]) },
  { name: "Matérn 3/2", places: [...Array.from({ length: 9 }, () => [first, 0.75]), [first]] },
];

/**
 * How far a run lies from one that the report shows: the root mean square over its steps of the distance between the place asked for and
 * the nearest place that the picture allows.
 *
 * @param chosen the run's candidates, indices of the exam's grid, at least as many as the picture has steps
 */
export function distanceToShown(chosen: readonly number[], { places }: ShownOptimisation): number {
  const grid = examGrid();
  const squares = places.map((allowed, k) => {
    const x = grid[chosen[k]!]!;
    return Math.min(...allowed.map((place) => (x - place) ** 2));
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Which of several runs is nearest to one that the report shows (of equal ones the first), and how far all are. */
export function nearestToShown(
  runs: readonly (readonly number[])[],
  shown: ShownOptimisation,
): { readonly run: number; readonly distances: readonly number[] } {
  const distances = runs.map((chosen) => distanceToShown(chosen, shown));
  return { run: distances.indexOf(Math.min(...distances)), distances };
}

/**
 * The predictive mean and standard deviation of Figure 7 at k = 1 (the five points), from the two lines of its band, read from a picture
 * of 51 pixels a unit: each line to about 0.02.
 */
export const reportFirstBand: readonly {
  readonly x: number;
  readonly upper: number;
  readonly lower: number;
}[] = [
  { x: -0.85, upper: 1.92, lower: -2.51 },
  { x: -0.8, upper: 2.31, lower: -2.33 },
  { x: -0.75, upper: 2.62, lower: -2.12 },
  { x: -0.7, upper: 2.92, lower: -1.78 },
  { x: -0.65, upper: 3.12, lower: -1.29 },
  { x: -0.6, upper: 3.27, lower: -0.64 },
  { x: -0.4, upper: 3.62, lower: -0.26 },
  { x: -0.35, upper: 3.64, lower: -0.79 },
  { x: -0.3, upper: 3.64, lower: -1 },
  { x: -0.25, upper: 3.59, lower: -1.13 },
  { x: -0.2, upper: 3.56, lower: -1.09 },
  { x: -0.15, upper: 3.5, lower: -0.9 },
  { x: -0.1, upper: 3.39, lower: -0.51 },
  { x: 0.1, upper: 3.13, lower: -0.75 },
  { x: 0.15, upper: 3.09, lower: -1.31 },
  { x: 0.2, upper: 3.01, lower: -1.64 },
  { x: 0.25, upper: 2.9, lower: -1.8 },
  { x: 0.3, upper: 2.81, lower: -1.85 },
  { x: 0.35, upper: 2.64, lower: -1.75 },
  { x: 0.4, upper: 2.44, lower: -1.46 },
  { x: 0.6, upper: 2.47, lower: -1.41 },
  { x: 0.65, upper: 2.7, lower: -1.72 },
  { x: 0.7, upper: 2.86, lower: -1.81 },
  { x: 0.75, upper: 2.95, lower: -1.76 },
  { x: 0.8, upper: 3.03, lower: -1.62 },
  { x: 0.9, upper: 3.07, lower: -0.86 },
];
