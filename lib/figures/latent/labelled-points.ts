import { requireFinite, requireInput, requireLength } from "../../support/index.js";
import { rangeOf } from "../marks/rounding.js";

/** Points of a plane with their classes. */
export interface LabelledCodes {
  /** (x, y) pairs, point after point. */
  readonly codes: ArrayLike<number>;
  /** A class 0, 1, ... for each point: its digit, or its component. */
  readonly labels: ArrayLike<number>;
  /** Of the classes; default the digits. */
  readonly names?: readonly string[];
}

/** Names of the classes 0, 1, ...: those given, or as many digits as there are, ten at least. */
export function namesOfClasses({ labels, names }: LabelledCodes): readonly string[] {
  if (names !== undefined) return names;
  const largest = Array.from(labels).reduce((a, b) => Math.max(a, b), 9);
  return Array.from({ length: largest + 1 }, (_, label) => String(label));
}

/** What classes of these names are called: digits where each name is one. */
export const classNoun = (names: readonly string[]): "digit" | "class" =>
  names.every((name) => /^\d$/.test(name)) ? "digit" : "class";

/** Points as columns, in drawing order. */
export interface PointColumns {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly label: readonly number[];
}

/** Data range with 5 % on each side, as the report's plotting library has it. */
export function paddedRange(values: ArrayLike<number>, padding = 0.05): [number, number] {
  const [low, high] = rangeOf(values);
  const margin = padding * (high > low ? high - low : Math.max(1, 1e-3 * Math.abs(low)));
  return [low - margin, high + margin];
}

/** Checks points that are to be drawn in `classes` colours. */
export function requirePoints(caller: string, { codes, labels }: LabelledCodes, classes: number): void {
  requireInput(labels.length > 0, caller, "no point to draw");
  requireLength(caller, "codes", codes.length, 2 * labels.length);
  requireFinite(caller, "codes", codes);
  for (let i = 0; i < labels.length; i++) {
    const isClass = Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < classes;
    requireInput(
      isClass,
      caller,
      () => `labels[${i}] must be an integer in 0..${classes - 1}, got ${labels[i]}`,
    );
  }
}

function inOrder({ codes, labels }: LabelledCodes, keys: ArrayLike<number>): PointColumns {
  const order = Array.from({ length: labels.length }, (_, i) => i).sort(
    (a, b) => keys[a]! - keys[b]! || a - b,
  );
  return {
    x: order.map((i) => codes[2 * i]!),
    y: order.map((i) => codes[2 * i + 1]!),
    label: order.map((i) => labels[i]!),
  };
}

/** The report's drawing order: class after class, later ones over earlier ones. */
export function byClass(points: LabelledCodes): PointColumns {
  return inOrder(points, points.labels);
}

/** An even-handed drawing order: in rounds, each with the same share of every class, so that no class hides another. */
export function interleaved(points: LabelledCodes, rounds = 20): PointColumns {
  const { labels } = points;
  const classes = 1 + Array.from(labels).reduce((a, b) => Math.max(a, b), 0);
  const seen = new Array<number>(classes).fill(0);
  const keys = Array.from(labels, (label) => (seen[label]!++ % rounds) * classes + label);
  return inOrder(points, keys);
}

/** Ranges and size of a plot in which a unit is as long upwards as sideways. */
export interface EqualScales {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly width: number;
  readonly height: number;
}

const widened = ([low, high]: readonly [number, number], length: number): [number, number] => [
  (low + high - length) / 2,
  (low + high + length) / 2,
];

/** Equal scales over two ranges: the longer side has `size` pixels; in a square frame the shorter range is widened. */
export function equalScales(
  x: readonly [number, number],
  y: readonly [number, number],
  size: number,
  isSquare: boolean,
): EqualScales {
  const length = Math.max(x[1] - x[0], y[1] - y[0]);
  if (isSquare) return { x: widened(x, length), y: widened(y, length), width: size, height: size };
  const pixels = (range: readonly [number, number]) => Math.round(((range[1] - range[0]) * size) / length);
  return { x, y, width: pixels(x), height: pixels(y) };
}
