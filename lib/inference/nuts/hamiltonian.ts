import type { LogDensity } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import type { Metric } from "./metric.js";

/** A point of phase space with what has been computed there; its arrays are reused, so copy what you keep. */
export class PhasePoint {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  /** C p, with C the metric's covariance. */
  readonly velocity: Float64Array;
  /** Gradient of the log density at `position`. */
  readonly gradient: Float64Array;
  /** C times the gradient. */
  readonly acceleration: Float64Array;
  logDensity = Number.NaN;
  /** H = p^T C p / 2 - log density. */
  energy = Number.NaN;

  constructor(dimension: number) {
    this.position = new Float64Array(dimension);
    this.momentum = new Float64Array(dimension);
    this.velocity = new Float64Array(dimension);
    this.gradient = new Float64Array(dimension);
    this.acceleration = new Float64Array(dimension);
  }

  copyFrom(other: PhasePoint): void {
    copy(other.position, this.position);
    copy(other.momentum, this.momentum);
    copy(other.velocity, this.velocity);
    copy(other.gradient, this.gradient);
    copy(other.acceleration, this.acceleration);
    this.logDensity = other.logDensity;
    this.energy = other.energy;
  }

  /**
   * Moves to a position whose log density and gradient are known, with a momentum drawn from N(0, C^-1): from all
   * of it, or perpendicular to the last one (see {@link makePerpendicular}).
   */
  launch(from: Evaluated, metric: Metric, random: Random, lastMomentum?: Float64Array): void {
    copy(from.position, this.position);
    copy(from.gradient, this.gradient);
    this.logDensity = from.logDensity;
    random.fillNormal(this.momentum);
    if (lastMomentum !== undefined) {
      metric.whiten(lastMomentum, this.velocity);
      makePerpendicular(this.momentum, this.velocity);
    }
    metric.colour(this.momentum);
    metric.multiply(this.momentum, this.velocity);
    metric.multiply(this.gradient, this.acceleration);
    updateEnergy(this);
  }
}

/** For a few numbers faster than `to.set(from)`. */
function copy(from: Float64Array, to: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = from[i]!;
}

/**
 * Takes from `normals` its component along `last` and restores its length, in place. In one dimension, or where
 * nothing would be left, it stays as it is.
 *
 * If both are independent standard normal vectors, so is the result beside `last`'s length: its length is kept and
 * its direction is uniform over the sphere because that of `last` is.
 */
export function makePerpendicular(normals: Float64Array, last: Float64Array): void {
  let product = 0;
  let lastSquared = 0;
  let squared = 0;
  for (let i = 0; i < normals.length; i++) {
    product += normals[i]! * last[i]!;
    lastSquared += last[i]! * last[i]!;
    squared += normals[i]! * normals[i]!;
  }
  const leftSquared = squared - (product * product) / lastSquared;
  if (normals.length < 2 || !(leftSquared > 1e-12 * squared)) return;
  const scale = Math.sqrt(squared / leftSquared);
  const along = product / lastSquared;
  for (let i = 0; i < normals.length; i++) normals[i] = scale * (normals[i]! - along * last[i]!);
}

/** A position with its log density and gradient. */
export interface Evaluated {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly logDensity: number;
}

function updateEnergy(point: PhasePoint): void {
  const { momentum, velocity } = point;
  let twiceKinetic = 0;
  for (let i = 0; i < momentum.length; i++) twiceKinetic += momentum[i]! * velocity[i]!;
  point.energy = 0.5 * twiceKinetic - point.logDensity;
}

/**
 * One leapfrog step in place: half a kick, a drift, half a kick. Reversible and volume preserving; a negative
 * `stepSize` goes back in time. The energy error of a fixed time is of the order of stepSize^2 (Neal 2011, 5.2.3).
 *
 * Momentum and velocity are kicked side by side, so that a dense metric costs one product a step.
 */
export function leapfrog(density: LogDensity, metric: Metric, point: PhasePoint, stepSize: number): void {
  const { position, momentum, velocity, gradient, acceleration } = point;
  const half = 0.5 * stepSize;
  const n = position.length;
  for (let i = 0; i < n; i++) {
    momentum[i] = momentum[i]! + half * gradient[i]!;
    velocity[i] = velocity[i]! + half * acceleration[i]!;
    position[i] = position[i]! + stepSize * velocity[i]!;
  }
  point.logDensity = density.logDensityAndGradient(position, gradient);
  metric.multiply(gradient, acceleration);
  for (let i = 0; i < n; i++) {
    momentum[i] = momentum[i]! + half * gradient[i]!;
    velocity[i] = velocity[i]! + half * acceleration[i]!;
  }
  updateEnergy(point);
}
