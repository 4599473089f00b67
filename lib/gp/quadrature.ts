import type { LogDensity } from "../math/index.js";
import { InputError, requireInput, requireInteger } from "../support/index.js";
import { findGridBox, forEachGridPoint, type GridBox } from "./grid-box.js";
import { GridMarginal } from "./grid-marginal.js";

/** Settings of {@link gridQuadrature}. */
export interface QuadratureOptions {
  /** Where the density is positive; the box is grown from there. The origin if left out. */
  readonly start?: ArrayLike<number>;
  /** The box itself, instead of the search for one. */
  readonly box?: GridBox;
  /** Odd. By default 1001, 201 and 65 for one, two and three dimensions. */
  readonly pointsPerAxis?: number;
}

/** A density on R^d, d up to 3, as weighted points of a regular grid. */
export interface Quadrature {
  readonly dimension: number;
  readonly box: GridBox;
  readonly pointsPerAxis: number;
  /** Logarithm of the density's integral, in nats. */
  readonly logEvidence: number;
  /** How much that differs from the grid of every other point: an upper estimate of the error. */
  readonly logEvidenceChange: number;
  /** Points that carry more than 1e-30 of the largest weight, row-major `count x dimension`. */
  readonly positions: Float64Array;
  /** Weight of each such point; they sum to 1. */
  readonly weights: Float64Array;
  /** The marginal density of each coordinate. */
  readonly marginals: readonly GridMarginal[];
}

const defaultPoints = [1001, 201, 65];
const negligibleWeight = 1e-30;

/**
 * Integrates a density over a regular grid (trapezoidal rule: for smooth densities that vanish at the box's faces its
 * error falls faster than any power of the step). An exact yardstick for samplers in one to three dimensions.
 *
 * @throws InputError for more dimensions, an even or too small number of points, or a density without mass in the box
 *
 * @example
 * gridQuadrature(examHyperPosterior()).logEvidence; // -11.250883979209
 */
export function gridQuadrature(density: LogDensity, options: QuadratureOptions = {}): Quadrature {
  const caller = "gridQuadrature";
  const { dimension } = density;
  requireInput(dimension <= 3, caller, () => `a grid has at most 3 dimensions, got ${dimension}`, {
    dimension,
  });
  const pointsPerAxis = options.pointsPerAxis ?? defaultPoints[dimension - 1]!;
  requireInteger(caller, "pointsPerAxis", pointsPerAxis, 9);
  requireInput(pointsPerAxis % 2 === 1, caller, () => `pointsPerAxis must be odd, got ${pointsPerAxis}`);
  const box = options.box ?? findGridBox(density, options.start ?? new Float64Array(dimension));
  const logDensities = evaluateOnGrid(density, box, pointsPerAxis);
  const most = logDensities.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(most))
    throw new InputError(caller, "the density is 0 or not finite all over the box", { box });
  const { sum, coarseSum, axisSums, positions, weights } = weigh(logDensities, most, box, pointsPerAxis);
  const steps = box.lower.map((lower, c) => (box.upper[c]! - lower) / (pointsPerAxis - 1));
  const cell = steps.reduce((product, step) => product * step, 1);
  const logEvidence = most + Math.log(sum * cell);
  const coarseLogEvidence = most + Math.log(coarseSum * cell * 2 ** dimension);
  const marginal = (sums: Float64Array, c: number) => {
    const densities = sums.map((value) => value / (sum * steps[c]!));
    return new GridMarginal(box.lower[c]!, steps[c]!, densities);
  };
  return {
    dimension,
    box,
    pointsPerAxis,
    logEvidence,
    logEvidenceChange: Math.abs(logEvidence - coarseLogEvidence),
    positions: Float64Array.from(positions),
    weights: Float64Array.from(weights, (weight) => weight / sum),
    marginals: axisSums.map(marginal),
  };
}

/** Sums of the density relative to its largest value: over the grid, over every other point, and across each axis. */
function weigh(logDensities: Float64Array, most: number, box: GridBox, points: number) {
  const positions: number[] = [];
  const weights: number[] = [];
  const axisSums = box.lower.map(() => new Float64Array(points));
  let sum = 0;
  let coarseSum = 0;
  let place = 0;
  forEachGridPoint(box, points, (position, index) => {
    const weight = Math.exp(logDensities[place++]! - most);
    if (!(weight > negligibleWeight)) return;
    sum += weight;
    if (index.every((i) => i % 2 === 0)) coarseSum += weight;
    index.forEach((i, c) => {
      axisSums[c]![i]! += weight;
    });
    positions.push(...position);
    weights.push(weight);
  });
  return { sum, coarseSum, axisSums, positions, weights };
}

function evaluateOnGrid(density: LogDensity, box: GridBox, points: number): Float64Array {
  const logDensities = new Float64Array(points ** density.dimension);
  const gradient = new Float64Array(density.dimension);
  let place = 0;
  forEachGridPoint(box, points, (position) => {
    logDensities[place++] = density.logDensityAndGradient(position, gradient);
  });
  return logDensities;
}

/** The expectation of a function of the position, which must not keep it: the array is reused. */
export function expectation(
  { positions, weights, dimension }: Quadrature,
  of: (position: Float64Array) => number,
): number {
  let sum = 0;
  weights.forEach((weight, i) => {
    sum += weight * of(positions.subarray(i * dimension, (i + 1) * dimension));
  });
  return sum;
}
