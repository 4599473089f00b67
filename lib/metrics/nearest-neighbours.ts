import { requireLength } from "../support/index.js";
import { contingencyTable } from "./contingency-table.js";
import { NearestPoints } from "./nearest-points.js";

/** How many neighbours vote, and in what space. */
export interface NeighbourOptions {
  /** Number of neighbours that vote; 10 by default. */
  readonly neighbours?: number;
  /** Coordinates of a code; 2 by default. */
  readonly dimension?: number;
}

/** How well the neighbours of each code tell its class. */
export interface NeighbourAccuracy {
  /** Share of all codes whose class was found. */
  readonly overall: number;
  /** The same share (recall) within each true class; NaN for a class without codes. */
  readonly perClass: readonly number[];
  /** Entry [t][p]: how many codes of true class t were taken for class p. */
  readonly confusion: readonly (readonly number[])[];
}

/** The most frequent label among the chosen; the smallest of them where several are equally frequent. */
function vote(chosen: Int32Array, labels: ArrayLike<number>, classes: number): number {
  const votes = new Int32Array(classes);
  for (const index of chosen) votes[labels[index]!]! += 1;
  let winner = 0;
  for (let label = 1; label < classes; label++) if (votes[label]! > votes[winner]!) winner = label;
  return winner;
}

function classCount(labels: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < labels.length; i++) largest = Math.max(largest, labels[i]!);
  return largest + 1;
}

function pointsOf(
  codes: ArrayLike<number>,
  labels: ArrayLike<number>,
  dimension: number,
  caller: string,
): NearestPoints {
  requireLength(caller, "codes", codes.length, labels.length * dimension);
  return new NearestPoints(codes, dimension);
}

function placeOf(codes: ArrayLike<number>, index: number, dimension: number): number[] {
  return Array.from({ length: dimension }, (_, d) => codes[index * dimension + d]!);
}

/**
 * The label that each code's nearest neighbours give it, the code itself left out.
 *
 * Majority vote of the nearest by Euclidean distance, of which neighbours at the same distance come in order of
 * their index; classes with equally many votes: the smallest label wins. Both rules decide only ties.
 *
 * @param codes `count * dimension` coordinates, code after code
 * @param labels `count` non-negative integers
 * @throws InputError if the lengths do not fit or there are too few codes
 */
export function leaveOneOutLabels(
  codes: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: NeighbourOptions = {},
): Int32Array {
  const { neighbours = 10, dimension = 2 } = options;
  const points = pointsOf(codes, labels, dimension, "leaveOneOutLabels");
  const classes = classCount(labels);
  return Int32Array.from({ length: labels.length }, (_, i) =>
    vote(points.nearest(placeOf(codes, i, dimension), neighbours, i), labels, classes),
  );
}

/**
 * Leave-one-out accuracy of the nearest-neighbour rule: how well classes are separated in a space of codes.
 * Neighbours and ties as in {@link leaveOneOutLabels}. About 0.5 s for 10,000 codes in two dimensions.
 *
 * @param codes `count * dimension` coordinates, code after code
 * @param labels `count` non-negative integers
 * @throws InputError if the lengths do not fit or there are too few codes
 *
 * @example
 * nearestNeighbourAccuracy([0, 0, 0, 1, 9, 9, 9, 8], [0, 0, 1, 1], { neighbours: 1 }).overall; // 1
 */
export function nearestNeighbourAccuracy(
  codes: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: NeighbourOptions = {},
): NeighbourAccuracy {
  const found = leaveOneOutLabels(codes, labels, options);
  const classes = classCount(labels);
  const confusion = contingencyTable(labels, found, classes, classes);
  const perClass = confusion.map((row, label) => row[label]! / row.reduce((sum, count) => sum + count, 0));
  const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
  return { overall: right / labels.length, perClass, confusion };
}

/**
 * The label of arbitrary places by the same rule: the vote of their nearest codes (one by default).
 *
 * @param places `dimension` coordinates each, place after place
 * @param codes `count * dimension` coordinates of the labelled codes
 * @param labels `count` non-negative integers
 * @throws InputError if the lengths do not fit or there are too few codes
 */
export function nearestLabels(
  places: ArrayLike<number>,
  codes: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: NeighbourOptions = {},
): Int32Array {
  const { neighbours = 1, dimension = 2 } = options;
  const points = pointsOf(codes, labels, dimension, "nearestLabels");
  const count = Math.floor(places.length / dimension);
  requireLength("nearestLabels", "places", places.length, count * dimension);
  const classes = classCount(labels);
  return Int32Array.from({ length: count }, (_, i) =>
    vote(points.nearest(placeOf(places, i, dimension), neighbours), labels, classes),
  );
}
