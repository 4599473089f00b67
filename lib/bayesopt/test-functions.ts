import type { Inputs } from "../gp/index.js";
import { candidateAt, gridCandidates } from "./candidates.js";

/** A function with a known minimum, on a grid of candidates. */
export interface TestFunction {
  readonly name: string;
  readonly dimension: number;
  readonly candidates: Inputs;
  /** The places of the global minima over the whole domain. */
  readonly minimisers: readonly (readonly number[])[];
  readonly minimum: number;
  evaluate(x: readonly number[]): number;
}

/** `(6x - 2)^2 sin(12x - 4)` on [0, 1] (Forrester, Sobester and Keane 2008), 200 points. */
export const forrester: TestFunction = {
  name: "Forrester",
  dimension: 1,
  candidates: gridCandidates({ lower: 0, upper: 1, points: 200 }),
  minimisers: [[0.7572487144081974]],
  minimum: -6.020740055766075,
  evaluate: ([x]) => (6 * x! - 2) ** 2 * Math.sin(12 * x! - 4),
};

/** `sin(10 pi x) / (2x) + (x - 1)^4` on [0.5, 2.5] (Gramacy and Lee 2012), 200 points: many valleys. */
export const gramacyLee: TestFunction = {
  name: "Gramacy-Lee",
  dimension: 1,
  candidates: gridCandidates({ lower: 0.5, upper: 2.5, points: 200 }),
  minimisers: [[0.5485634445250187]],
  minimum: -0.8690111349894997,
  evaluate: ([x]) => Math.sin(10 * Math.PI * x!) / (2 * x!) + (x! - 1) ** 4,
};

/** Branin's function on [-5, 10] x [0, 15], a grid of 17 x 17; three minima of equal depth. (Dixon and Szego 1978.) */
export const branin: TestFunction = {
  name: "Branin",
  dimension: 2,
  candidates: gridCandidates({ lower: -5, upper: 10, points: 17 }, { lower: 0, upper: 15, points: 17 }),
  minimisers: [
    [-Math.PI, 12.275],
    [Math.PI, 2.275],
    [3 * Math.PI, 2.475],
  ],
  minimum: 5 / (4 * Math.PI),
  evaluate: ([a, b]) => {
    const valley = b! - (5.1 / (4 * Math.PI ** 2)) * a! ** 2 + (5 / Math.PI) * a! - 6;
    return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a!) + 10;
  },
};

const hartmannScales = [
  [3, 10, 30],
  [0.1, 10, 35],
  [3, 10, 30],
  [0.1, 10, 35],
];
const hartmannCentres = [
  [0.3689, 0.117, 0.2673],
  [0.4699, 0.4387, 0.747],
  [0.1091, 0.8732, 0.5547],
  [0.0381, 0.5743, 0.8828],
];
const hartmannWeights = [1, 1.2, 3, 3.2];

/** Hartmann's function of three variables on [0, 1]^3, a grid of 7 x 7 x 7. (Dixon and Szego 1978.) */
export const hartmann3: TestFunction = {
  name: "Hartmann-3",
  dimension: 3,
  candidates: gridCandidates(...[0, 1, 2].map(() => ({ lower: 0, upper: 1, points: 7 }))),
  minimisers: [[0.11458886, 0.55564884, 0.85254697]],
  minimum: -3.8627797869493365,
  evaluate: (x) =>
    -hartmannWeights.reduce((sum, weight, i) => {
      const exponent = hartmannScales[i]!.reduce(
        (total, scale, d) => total + scale * (x[d]! - hartmannCentres[i]![d]!) ** 2,
        0,
      );
      return sum + weight * Math.exp(-exponent);
    }, 0),
};

/** The function at every candidate. */
export function valuesOnCandidates({ candidates, evaluate }: TestFunction): Float64Array {
  return Float64Array.from({ length: candidates.count }, (_, i) => evaluate(candidateAt(candidates, i)));
}
