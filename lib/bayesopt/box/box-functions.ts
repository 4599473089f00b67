import { requireInteger } from "../../support/index.js";
import type { Box, Range } from "./box.js";

/** A function on a box with a known minimum. */
export interface BoxFunction {
  readonly name: string;
  readonly box: Box;
  readonly minimum: number;
  /** The places of the global minima. */
  readonly minimisers: readonly (readonly number[])[];
  evaluate(x: readonly number[]): number;
}

const cube = (dimension: number, range: Range): Box => Array.from({ length: dimension }, () => range);
const everywhere = (dimension: number, value: number) => new Array<number>(dimension).fill(value);
const mean = (x: readonly number[], of: (value: number) => number) =>
  x.reduce((sum, value) => sum + of(value), 0) / x.length;

/** Ackley's function on [-32.768, 32.768]^d (Ackley 1987): a narrow funnel in a plain of ripples. */
export function ackleyFunction(dimension: number): BoxFunction {
  requireInteger("ackleyFunction", "dimension", dimension, 1);
  return {
    name: `Ackley-${dimension}`,
    box: cube(dimension, { lower: -32.768, upper: 32.768 }),
    minimum: 0,
    minimisers: [everywhere(dimension, 0)],
    evaluate: (x) =>
      20 * -Math.expm1(-0.2 * Math.sqrt(mean(x, (value) => value * value))) +
      (Math.E - Math.exp(mean(x, (value) => Math.cos(2 * Math.PI * value)))),
  };
}

/** Branin's function on [-5, 10] x [0, 15]; three minima of equal depth (Dixon and Szego 1978). */
export const braninFunction: BoxFunction = {
  name: "Branin",
  box: [
    { lower: -5, upper: 10 },
    { lower: 0, upper: 15 },
  ],
  minimum: 5 / (4 * Math.PI),
  minimisers: [
    [-Math.PI, 12.275],
    [Math.PI, 2.275],
    [3 * Math.PI, 2.475],
  ],
  evaluate: ([a, b]) => {
    const valley = b! - (5.1 / (4 * Math.PI ** 2)) * a! ** 2 + (5 / Math.PI) * a! - 6;
    return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a!) + 10;
  },
};

const hartmannWeights = [1, 1.2, 3, 3.2];
const hartmannScales = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannCentres = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Hartmann's function of six variables on [0, 1]^6; six local minima (Dixon and Szego 1978). */
export const hartmann6Function: BoxFunction = {
  name: "Hartmann-6",
  box: cube(6, { lower: 0, upper: 1 }),
  minimum: -3.322368011415515,
  minimisers: [[0.20168951, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730053]],
  evaluate: (x) =>
    -hartmannWeights.reduce((sum, weight, i) => {
      const exponent = x.reduce(
        (total, value, d) => total + hartmannScales[i]![d]! * (value - hartmannCentres[i]![d]!) ** 2,
        0,
      );
      return sum + weight * Math.exp(-exponent);
    }, 0),
};

/** Levy's function on [-10, 10]^d (Levy and Montalvo 1985): many valleys in a bowl. */
export function levyFunction(dimension: number): BoxFunction {
  requireInteger("levyFunction", "dimension", dimension, 1);
  return {
    name: `Levy-${dimension}`,
    box: cube(dimension, { lower: -10, upper: 10 }),
    minimum: 0,
    minimisers: [everywhere(dimension, 1)],
    evaluate: (x) => {
      const w = x.map((value) => 1 + (value - 1) / 4);
      const last = w[w.length - 1]!;
      const inner = w
        .slice(0, -1)
        .reduce((sum, each) => sum + (each - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * each + 1) ** 2), 0);
      return (
        Math.sin(Math.PI * w[0]!) ** 2 + inner + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2)
      );
    },
  };
}

/** Rosenbrock's function on [-5, 10]^d (Rosenbrock 1960): a curved, nearly level valley. */
export function rosenbrockFunction(dimension: number): BoxFunction {
  requireInteger("rosenbrockFunction", "dimension", dimension, 2);
  return {
    name: `Rosenbrock-${dimension}`,
    box: cube(dimension, { lower: -5, upper: 10 }),
    minimum: 0,
    minimisers: [everywhere(dimension, 1)],
    evaluate: (x) =>
      x
        .slice(0, -1)
        .reduce((sum, value, i) => sum + 100 * (x[i + 1]! - value * value) ** 2 + (value - 1) ** 2, 0),
  };
}
